// usage: node run-action.mjs <folder of the action> <call.json> <result.json>
import { readFileSync, writeFileSync } from 'node:fs';
import { prepareTemp, runComposite } from './composite.mjs';

const [action, callFile, resultFile] = process.argv.slice(2);
const call = JSON.parse(readFileSync(callFile, 'utf8'));
prepareTemp(call.temp);
writeFileSync(resultFile, JSON.stringify(runComposite(action, call)));
