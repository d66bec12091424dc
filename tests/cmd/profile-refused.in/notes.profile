no profile
