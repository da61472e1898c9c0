import { z } from 'zod'
import { AppError, invalid, notFound } from '../../app-error.ts'
import { fieldErrors } from '../problem.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** What an endpoint answers when all is well. `null` schema: no body. */
export type AnswerSpec = { description: string; name?: string; schema: z.ZodType | null; example?: unknown }
export type Answer = { status: number; body?: unknown; headers?: Record<string, string> }

/** A request before its parts are checked. */
export type RawCall = {
  merchantId: string
  params: unknown
  query: unknown
  body: unknown
  /** Accept-Language as it came. */
  accepted?: string | undefined
}
/** What a request does: the same id for every retry under one idempotency key. */
export type Operation = { operationId: string }
/** Runs what was checked. */
export type Prepared = (operation: Operation) => Promise<Answer>

/** Bodies that are taken beside JSON; such a one comes to the schema as `{type, text}`. */
export type TextType = 'text/plain' | 'text/csv'

/** One row of the route table: it serves the request, checks it, and describes itself in the OpenAPI document. */
export type Endpoint = {
  method: Method
  /** OpenAPI style: `/cards/{id}`. */
  path: string
  tag: string
  summary: string
  description?: string
  /** `admin`: the operator's key; `merchant`: a merchant's key. */
  auth: 'admin' | 'merchant'
  /** Daily traffic of machines, which has a ledger of its own: not for the audit log. */
  machine?: true
  params?: z.ZodObject
  query?: z.ZodObject
  body?: {
    name: string
    schema: z.ZodType
    example: unknown
    optional?: boolean
    maxBytes?: number
    asText?: readonly TextType[]
  }
  answers: Record<number, AnswerSpec>
  /** Problems beyond those that every endpoint may answer. */
  problems?: Record<number, string>
  /** @throws AppError 400 or 404 when the request is not as described. */
  prepare(raw: RawCall): Prepared
}

type Spec<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType> = Omit<
  Endpoint,
  'params' | 'query' | 'body' | 'prepare'
> & {
  params?: P
  query?: Q
  body?: {
    name: string
    schema: B
    example: unknown
    optional?: boolean
    maxBytes?: number
    asText?: readonly TextType[]
  }
  handle(
    call: Operation & {
      merchantId: string
      params: z.output<P>
      query: z.output<Q>
      body: z.output<B>
      accepted: string | undefined
    },
  ): Promise<Answer>
}

const nothing = z.strictObject({})

export function endpoint<
  P extends z.ZodObject = z.ZodObject,
  Q extends z.ZodObject = z.ZodObject,
  B extends z.ZodType = z.ZodType,
>({ handle, ...spec }: Spec<P, Q, B>): Endpoint {
  return {
    ...spec,
    prepare({ merchantId, accepted, ...raw }) {
      const params = checked(spec.params ?? nothing, raw.params, 'address') as z.output<P>
      const query = checked(spec.query ?? nothing, raw.query, 'query') as z.output<Q>
      const sent = raw.body === undefined && spec.body?.optional ? {} : raw.body
      const body = (spec.body ? checked(spec.body.schema, sent, 'body') : undefined) as z.output<B>
      return (operation) => handle({ merchantId, ...operation, params, query, body, accepted })
    },
  }
}

function checked(schema: z.ZodType, value: unknown, part: 'address' | 'query' | 'body'): unknown {
  const result = schema.safeParse(value, { reportInput: true })
  if (result.success) return result.data
  // An id that cannot exist does not exist.
  throw part === 'address' ? notFound('resource') : invalid(fieldErrors(result.error, part))
}

/** Use cases never meet a merchant that vanished between the key's check and now, except when it is being erased. */
export const gone = (): AppError =>
  new AppError({ code: 'merchant-gone', status: 410, userText: 'This merchant was erased.' })
