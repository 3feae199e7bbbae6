"""The page « Recevoir »: a partner's document is read, verified, laid beside a file, and taken in only then."""
