import { describeChaos } from '../support/chaos.ts'

await describeChaos('postgres')
