import { startApns } from '../../test/doubles/apns.ts'

/** APNs for the bench, in a process of its own; says its address and the certificate to trust. */
const apns = await startApns({ tls: true })
console.log(JSON.stringify({ url: apns.url, ca: apns.ca }))
