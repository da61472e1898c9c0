import { readFileSync } from 'node:fs'
import { buildSchema, parse, validate } from 'graphql'
import { expect, it } from 'vitest'
import * as documents from '../../../adapters/shopify/documents.ts'
import * as watching from '../../../adapters/shopify/watch-documents.ts'

const schema = buildSchema(
  readFileSync(new URL('../../fixtures/shopify/admin-2026-10.graphql', import.meta.url), 'utf8'),
)

it.each([...Object.values(documents), ...Object.values(watching)])(
  '$name is a document of the Admin API',
  ({ text, name }) => {
    expect(validate(schema, parse(text))).toEqual([])
    expect(text).toContain(name)
  },
)
