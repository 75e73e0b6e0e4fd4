// Prints what GitHub's language service finds in actions and workflows, as JSON: { "<file>": ["line: message", …] }.
// usage: node validate.mjs <file>…
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const bundle = join(here, 'language-service.bundle.cjs');
// The published modules import JSON in a way that only bundlers understand.
await build({
  stdin: { contents: "export { validate } from '@actions/languageservice'; export { TextDocument } from 'vscode-languageserver-textdocument';", resolveDir: here },
  bundle: true, platform: 'node', format: 'cjs', outfile: bundle, logLevel: 'error',
});
const { validate, TextDocument } = createRequire(import.meta.url)(bundle);

const results = {};
for (const file of process.argv.slice(2)) {
  const name = /action\.ya?ml$/.test(file) ? file : `/repository/.github/workflows/${file.split('/').pop()}`;
  const findings = await validate(TextDocument.create(pathToFileURL(name).href, 'yaml', 0, readFileSync(file, 'utf8')));
  results[file] = findings.map((f) => `${f.range.start.line + 1}: ${f.message}`);
}
process.stdout.write(JSON.stringify(results));
