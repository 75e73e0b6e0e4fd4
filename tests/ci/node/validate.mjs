// Prints what GitHub's language service finds in actions and workflows, as JSON: { "<file>": ["line: message", …] }.
// The inputs that workflows give to our own action are compared with its action.yml.
// usage: node validate.mjs <action.yml> <file>…
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const bundle = join(here, 'language-service.bundle.cjs');
// The published modules import JSON in a way that only bundlers understand.
await build({
  stdin: { contents: "export { validate } from '@actions/languageservice'; export { parse } from 'yaml'; export { TextDocument } from 'vscode-languageserver-textdocument';", resolveDir: here },
  bundle: true, platform: 'node', format: 'cjs', outfile: bundle, logLevel: 'error',
});
const { validate, parse, TextDocument } = createRequire(import.meta.url)(bundle);

const [action, ...files] = process.argv.slice(2);
const own = parse(readFileSync(action, 'utf8'));
const actionsMetadataProvider = {
  fetchActionMetadata: async ({ owner, name, path }) => (`${owner}/${name}` === 'talos-dev/setup-cluster' && !path ? own : undefined),
};

const results = {};
for (const file of files) {
  const name = /action\.ya?ml$/.test(file) ? file : `/repository/.github/workflows/${file.split('/').pop()}`;
  const findings = await validate(TextDocument.create(pathToFileURL(name).href, 'yaml', 0, readFileSync(file, 'utf8')), { actionsMetadataProvider });
  // What GitHub's own actions take cannot be asked without a network.
  results[file] = findings.filter((f) => !/^Unable to resolve action `actions\//.test(f.message)).map((f) => `${f.range.start.line + 1}: ${f.message}`);
}
process.stdout.write(JSON.stringify(results));
