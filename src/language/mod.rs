//! The language pack.
