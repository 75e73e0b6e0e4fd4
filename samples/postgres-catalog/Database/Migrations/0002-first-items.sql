INSERT INTO items (name, cents) VALUES ('book', 1250), ('lamp', 3900), ('mug', 890), ('pen', 120);
