-- How often judges were wrong on verified tapes. Judges are known by the fingerprint of model and prompts; session is where the tapes
-- came from, and body is the result as JSON. The newest of the same judges holds.
CREATE TABLE judge_audits (
    seq     INTEGER PRIMARY KEY,
    judges  TEXT    NOT NULL,
    session INTEGER NOT NULL REFERENCES sessions,
    body    TEXT    NOT NULL
);
CREATE INDEX judge_audits_by_judges ON judge_audits (judges);
