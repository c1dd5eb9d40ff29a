// A small MCP server over standard input and output: lists and reads the files of the folder that it is started in.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const path = { type: 'object', properties: { path: { type: 'string', description: 'A file.' } }, required: ['path'] };
const tools = [
  { name: 'list_files', description: 'Lists the files.', inputSchema: { type: 'object', properties: {} }, annotations: { readOnlyHint: true } },
  { name: 'read_file', description: 'Reads a file.', inputSchema: path, annotations: { readOnlyHint: true } },
  { name: 'touch', description: 'Makes a file.', inputSchema: path },
];
const work = {
  list_files: () => readdirSync('.').map((name) => `[FILE] ${name}`).join('\n'),
  read_file: ({ path }) => readFileSync(path, 'utf8'),
  touch: ({ path }) => { writeFileSync(path, ''); return 'done'; },
};
const answer = {
  initialize: ({ protocolVersion }) => ({ protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'reader', version: '1' } }),
  'tools/list': () => ({ tools }),
  'tools/call': ({ name, arguments: given }) => {
    try {
      return { content: [{ type: 'text', text: work[name](given ?? {}) }] };
    } catch (refused) {
      return { content: [{ type: 'text', text: `no such file: ${refused.code}` }], isError: true };
    }
  },
};

console.error('reader: here I am, with key', process.env.READER_KEY);
for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  if (id !== undefined) {
    console.log(JSON.stringify({ jsonrpc: '2.0', id, result: answer[method](params) }));
  }
}
