CREATE TABLE items (
    name  text PRIMARY KEY CHECK (name ~ '^[a-z]{1,20}$'),
    cents bigint NOT NULL CHECK (cents BETWEEN 1 AND 1000000)
);
