#!/bin/sh
# Writes tables.tsv: encodings that no crate of the program has, from iconv (glibc) and Perl's Encode. A name, then the
# code points of its bytes from 0 on, in hexadecimal.
set -eu
cd "$(dirname "$0")"
{
    for name in IBM037 IBM1047 IBM277; do
        printf '%s\t' "$name"
        perl -e 'print map { chr } 0..255' | iconv -f "$name" -t UTF-32BE | od -An -v -tx4 --endian=big -w1024 |
            sed 's/ 0*\([0-9a-f]\)/ \1/g; s/^ //'
    done
    printf 'GSM 03.38\t'
    perl -MEncode -e 'print join(" ", map { sprintf "%x", $_ == 27 ? 27 : ord decode("gsm0338", chr) } 0..127), "\n"'
} > tables.tsv
