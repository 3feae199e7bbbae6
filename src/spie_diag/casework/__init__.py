"""One function, one transaction per thing people do. Windows and commands come here, and only here."""
