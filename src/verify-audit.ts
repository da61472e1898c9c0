import { openAuditLog } from './compose/audit-check.ts'
import { ConfigError, loadConfig } from './config.ts'
import { createLog } from './log.ts'

/** `npm run audit:verify`: reads every merchant's audit chain again; exit code 1 when one was tampered with. */
try {
  const { audit, close } = await openAuditLog(loadConfig(process.env), createLog('warn'))
  for (const { merchantId, name } of await audit.merchants()) {
    const verdict = await audit.verify(merchantId)
    if (verdict.ok) console.log(`${merchantId} ${name}: ${verdict.entries} entries, head ${verdict.head}`)
    else {
      console.error(`${merchantId} ${name}: ${verdict.problem} at entry ${verdict.sequence}`)
      process.exitCode = 1
    }
  }
  await close()
} catch (error) {
  console.error(error instanceof ConfigError || error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
