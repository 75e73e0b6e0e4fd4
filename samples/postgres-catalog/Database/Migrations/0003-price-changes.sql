CREATE TABLE price_changes (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    item       text NOT NULL REFERENCES items (name),
    cents      bigint NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX price_changes_by_item ON price_changes (item, id);
