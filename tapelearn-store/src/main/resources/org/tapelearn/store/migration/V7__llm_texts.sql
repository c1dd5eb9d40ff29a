-- Long texts with which prompts open, each once a session; calls name them by their fingerprint.
CREATE TABLE llm_texts (
    seq         INTEGER PRIMARY KEY,
    session     INTEGER NOT NULL REFERENCES sessions,
    fingerprint TEXT    NOT NULL,
    body        TEXT    NOT NULL
);
CREATE INDEX llm_texts_by_fingerprint ON llm_texts (session, fingerprint);

-- Since this version, llm_blocks.dictionary says how the body is packed: 0 and 1 as before; 2 a CRC-32 of four bytes and then JSON, 3 JSON
-- deflated without a dictionary. The JSON of 2 and 3 is a list of calls, each a list: number, purpose, model, sampling, how many messages
-- are those of the call before, further messages, tools, answer or failure, dollars, milliseconds. A message is a list of role and text,
-- an assistant's with its requests, a tool's with call id and tool; an answer one of finish, text, tokens of prompt and answer, and
-- requests; a request one of id, tool, arguments that could not be read, and names and values of arguments. Sampling is null where it is
-- that of the call before. A text is a string, or the place of an earlier string that is not empty, or a list that holds the fingerprint
-- of one in llm_texts; tools are the text of a fingerprint in llm_tools.
