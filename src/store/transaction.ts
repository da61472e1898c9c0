import type pg from 'pg'

/**
 * Runs `act` within one transaction (READ COMMITTED). Whatever it throws rolls back and is passed on.
 * @param begin statements that open the transaction
 */
export async function inTransaction<T>(
  pool: pg.Pool,
  act: (client: pg.PoolClient) => Promise<T>,
  begin = 'BEGIN',
): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query(begin)
    const result = await act(client)
    await client.query('COMMIT')
    return result
  } catch (error) {
    // A connection that cannot roll back is not given to the next one.
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure
    })
    throw error
  } finally {
    client.release(broken)
  }
}
