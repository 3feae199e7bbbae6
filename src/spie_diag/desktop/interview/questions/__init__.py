"""One field for each kind of question of the form: chips, dates, grids, rows, texts, and the statuses beside them."""
