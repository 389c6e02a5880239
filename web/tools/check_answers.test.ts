import { describe, expect, it } from 'vitest';

import { judge } from './check_answers.mjs';

const description = {
  openapi: '3.1.0',
  paths: {
    '/plans/{id}': {
      get: {
        responses: {
          '200': {
            content: {
              'application/json': {
                schema: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
              },
            },
          },
          '404': { $ref: '#/components/responses/NotFound' },
          '204': {},
        },
      },
    },
  },
  components: {
    responses: {
      NotFound: {
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
    schemas: { Problem: { type: 'object', required: ['code'] } },
  },
};

const good = {
  method: 'GET',
  route: '/plans/{id}',
  status: 200,
  contentType: 'application/json',
  body: '{"id":"basic"}',
};

const problem = { contentType: 'application/problem+json', body: '{"code":"x"}' };

describe('the check of recorded answers', () => {
  it('takes what is described', () => {
    const head = { ...good, method: 'HEAD', body: '' };
    const missing = { ...good, status: 404, ...problem };
    const nowhere = { ...missing, route: '' };
    const wrongMethod = { ...missing, method: 'PUT', status: 405 };
    expect(judge(description, [good, head, missing, nowhere, wrongMethod])).toEqual([]);
  });

  it.each([
    ['another shape', { body: '{"id":7}' }, 'must be string'],
    ['a problem without its code', { status: 404, ...problem, body: '{}' }, "required property 'code'"],
    ['a status nobody described', { status: 201 }, 'this status is not described'],
    ['a method nobody described', { method: 'POST' }, 'this operation is not described'],
    ['a content type nobody described', { contentType: 'text/html' }, 'is not described'],
    ['content where none belongs', { status: 204 }, 'content where none is described'],
    ['what is no JSON', { body: '{' }, 'the body is not JSON'],
    ['an answer of no route', { route: '' }, 'no such route'],
  ])('finds %s', (_, change, told) => {
    expect(judge(description, [good, { ...good, ...change }]).join('\n')).toContain(told);
  });

  it('finds an operation that nobody asked for', () => {
    expect(judge(description, [])).toEqual(['get /plans/{id}: no test asked for it']);
  });
});
