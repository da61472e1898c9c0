import { z } from 'zod'
import type { Certificates } from '../../ports/certificates.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { asTime, time } from './fields.ts'

export type CertificateDeps = { certificates: Certificates }

const certificateSchema = z.strictObject({
  name: z.literal('apple-pass'),
  endsAt: time,
  daysLeft: z.int().describe('Whole days; below zero once it has ended.'),
  state: z.enum(['good', 'ends-soon', 'ended']),
  warning: z.int().nullable().describe('The warning reached: 60, 30 or 7 days before the end.'),
  demo: z.boolean().describe('Made here and trusted by no phone.'),
})

export const certificateEndpoints = ({ certificates }: CertificateDeps): Endpoint[] => [
  endpoint({
    method: 'GET',
    path: '/health/certificates',
    tag: 'Operation',
    summary: 'See when certificates end',
    description: 'A renewed file is taken up within a minute, without a restart.',
    auth: 'admin',
    answers: {
      200: {
        description: 'The certificates in use.',
        name: 'Certificates',
        schema: z.strictObject({ items: z.array(certificateSchema) }),
      },
    },
    async handle() {
      const items = certificates().map(({ endsAt, ...rest }) => ({ ...rest, endsAt: asTime(endsAt) }))
      return { status: 200, body: { items } }
    },
  }),
]
