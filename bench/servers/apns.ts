import { startApns } from '../../test/doubles/apns.ts'

/** APNs for the bench, in a process of its own, over TLS unless told `clear`; says its address and the certificate to trust. */
const apns = await startApns({ tls: process.argv[2] !== 'clear' })
console.log(JSON.stringify({ url: apns.url, ca: apns.ca }))
