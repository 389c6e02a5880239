// Holds every answer that the C++ suites recorded against docs/openapi.json: an address, status, content
// type or shape that is not described there is an error, and so is a route that no test ever asked.
//
//   node tools/check_answers.mjs ../docs/openapi.json ANSWERS...

import { readFile } from 'node:fs/promises';
import { argv, exit } from 'node:process';
import { fileURLToPath } from 'node:url';

import Ajv from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

// Answers of the edge itself, which every address may give: wrong method, unreadable request.
const EVERYWHERE = new Set([405]);
const NOWHERE = new Set([400, 404]);

/** Returns what is wrong with `answers`, one text each. */
export function judge(document, answers) {
  const ajv = new Ajv({ strict: false, allErrors: true });
  formats(ajv);
  ajv.addSchema(document, 'api');
  const seen = new Set();
  const wrong = new Set();
  for (const answer of answers) {
    const found = judgeOne(document, ajv, seen, answer);
    if (found) wrong.add(`${answer.method} ${answer.route || '(no route)'} ${answer.status}: ${found}`);
  }
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of Object.keys(item)) {
      if (!seen.has(`${method} ${path}`)) wrong.add(`${method} ${path}: no test asked for it`);
    }
  }
  return [...wrong];
}

function judgeOne(document, ajv, seen, answer) {
  const problem = '#/components/schemas/Problem';
  if (answer.method === 'OPTIONS') return '';
  if (EVERYWHERE.has(answer.status)) return judgeBody(ajv, problem, answer);
  const path = answer.route.replace('...}', '}');
  if (path === '') return NOWHERE.has(answer.status) ? judgeBody(ajv, problem, answer) : 'no such route';
  const method = answer.method === 'HEAD' ? 'get' : answer.method.toLowerCase();
  const operation = document.paths[path]?.[method];
  if (!operation) return 'this operation is not described';
  seen.add(`${method} ${path}`);

  let at = `#/paths/${escaped(path)}/${method}/responses/${answer.status}`;
  let response = operation.responses[String(answer.status)];
  if (!response) return 'this status is not described';
  if (response.$ref) {
    at = response.$ref;
    response = document.components.responses[response.$ref.split('/').pop()];
  }
  if (!response.content) return answer.body === '' ? '' : 'content where none is described';
  if (answer.method === 'HEAD') return '';
  const type = answer.contentType.split(';')[0];
  const described = response.content[type] ? type : response.content['*/*'] && '*/*';
  if (!described) return `content type ${answer.contentType} is not described`;
  if (!type.endsWith('json')) return '';
  return judgeBody(ajv, `${at}/content/${escaped(described)}/schema`, answer);
}

function judgeBody(ajv, pointer, answer) {
  let value;
  try {
    value = JSON.parse(answer.body);
  } catch {
    return 'the body is not JSON';
  }
  const validate = ajv.getSchema(`api${pointer}`);
  if (!validate) return `no schema at ${pointer}`;
  return validate(value) ? '' : ajv.errorsText(validate.errors, { dataVar: 'body' });
}

function escaped(part) {
  return part.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D');
}

async function main([description, ...recordings]) {
  const document = JSON.parse(await readFile(description, 'utf8'));
  const texts = await Promise.all(recordings.map((path) => readFile(path, 'utf8')));
  const answers = texts.flatMap((text) => text.split('\n').filter(Boolean).map((line) => JSON.parse(line)));
  const wrong = judge(document, answers);
  for (const each of wrong) console.error(each);
  console.log(`${answers.length} answers held against ${description}: ${wrong.length} do not fit.`);
  return answers.length > 0 && wrong.length === 0 ? 0 : 1;
}

if (argv[1] === fileURLToPath(import.meta.url)) exit(await main(argv.slice(2)));
