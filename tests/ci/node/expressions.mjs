// Evaluates what stands between ${{ and }}, by GitHub's own library.
import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

const contexts = ['github', 'inputs', 'steps', 'runner', 'env', 'job', 'strategy', 'matrix'];

function toData(value) {
  if (value === null || value === undefined) return new data.Null();
  if (typeof value === 'string') return new data.StringData(value);
  if (typeof value === 'number') return new data.NumberData(value);
  if (typeof value === 'boolean') return new data.BooleanData(value);
  if (Array.isArray(value)) return new data.Array(...value.map(toData));
  return new data.Dictionary(...Object.entries(value).map(([key, item]) => ({ key, value: toData(item) })));
}

function statusFunctions(status) {
  const answer = (name, value) => [name, { name, minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(value) }];
  return new Map([
    answer('always', true),
    answer('success', status === 'success'),
    answer('failure', status === 'failure'),
    answer('cancelled', status === 'cancelled'),
  ]);
}

export function evaluate(expression, context, status) {
  const functions = statusFunctions(status);
  const tree = new Parser(new Lexer(expression).lex().tokens, contexts, [...functions.values()]).parse();
  return new Evaluator(tree, toData(context), functions).evaluate();
}

/** A text with expressions in it. */
export function interpolate(text, context, status) {
  return String(text).replace(/\$\{\{([\s\S]*?)\}\}/g, (_, expression) => evaluate(expression, context, status).coerceString());
}

/** A condition: without a function that asks for the status, success() is part of it. */
export function holds(condition, context, status) {
  if (condition === undefined) return status === 'success';
  const bare = String(condition).trim().replace(/^\$\{\{([\s\S]*)\}\}$/, '$1');
  const asks = /\b(always|success|failure|cancelled)\s*\(/.test(bare);
  const value = evaluate(asks ? bare : `success() && (${bare})`, context, status);
  return value.coerceString() !== 'false' && value.coerceString() !== '' && value.coerceString() !== '0';
}
