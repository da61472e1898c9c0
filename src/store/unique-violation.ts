import { Prisma } from '../../prisma/generated/client.ts'

/** Somebody else holds the unique key that was to be taken. */
export const isUniqueViolation = (error: unknown): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'
