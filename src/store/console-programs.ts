import type pg from 'pg'
import type { ProgramRules } from '../domain/program.ts'
import type { ProgramRow } from '../ports/console-reads.ts'

type Row = Omit<ProgramRow, 'cards' | 'placements' | 'rules'> & {
  rules: ProgramRules
  cards: string
  placements: ProgramRow['placements'] | null
}

export async function readPrograms(pool: pg.Pool, merchantId: string): Promise<ProgramRow[]> {
  const { rows } = await pool.query<Row>(
    `SELECT p.id, p.slug, p.name, p.version, p.state, v.rules,
        (SELECT count(*) FROM card c WHERE c.merchant_id = p.merchant_id AND c.program_id = p.id AND c.state <> 'erased') AS cards,
        (SELECT json_agg(json_build_object('key', j.key, 'name', j.name, 'views', j.views, 'joins', j.joins) ORDER BY j.views DESC)
          FROM join_placement j WHERE j.merchant_id = p.merchant_id AND j.program_id = p.id) AS placements
      FROM program p JOIN program_version v ON v.merchant_id = p.merchant_id AND v.program_id = p.id AND v.version = p.version
      WHERE p.merchant_id = $1 ORDER BY p.created_at LIMIT 100`,
    [merchantId],
  )
  return rows.map((row) => ({ ...row, cards: Number(row.cards), placements: row.placements ?? [] }))
}

export async function readProgramNames(
  pool: pg.Pool,
  merchantId: string,
): Promise<{ id: string; name: string }[]> {
  const { rows } = await pool.query<{ id: string; name: string }>(
    'SELECT id, name FROM program WHERE merchant_id = $1 ORDER BY created_at LIMIT 100',
    [merchantId],
  )
  return rows
}
