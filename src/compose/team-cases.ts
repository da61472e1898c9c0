import {
  enterPinWith,
  openStaffLinkWith,
  peopleOnDeviceWith,
  stopWorkWith,
  whoWorksWith,
} from '../app/enter-pin.ts'
import {
  addDeviceWith,
  createPairingLinkWith,
  lookAtPairingWith,
  pairDeviceWith,
  whoHasDeviceWith,
} from '../app/pair-device.ts'
import {
  addPasskeyWith,
  askForPasskeyWith,
  becomePersonWith,
  offerPasskeyWith,
  signInWithPasskeyWith,
} from '../app/passkeys.ts'
import { addPersonWith, changePersonWith, invitePersonWith, revokePersonWith } from '../app/team.ts'
import type { Clock } from '../ports/clock.ts'
import type { PasskeyCheck } from '../ports/passkeys.ts'
import type { Sessions } from '../ports/sessions.ts'
import type { Database } from '../store/database.ts'
import { createDevices } from '../store/devices.ts'
import { createPasskeyChallenges, createPasskeys } from '../store/passkeys.ts'
import { createPinTries } from '../store/pin-tries.ts'
import { createTeam } from '../store/team.ts'

/** People, their devices, and how they come to work on them. */
export function teamCases(
  { pool }: Pick<Database, 'pool'>,
  sessions: Sessions,
  now: Clock,
  check: PasskeyCheck,
) {
  const devices = createDevices(pool)
  const team = createTeam(pool)
  const passkeys = createPasskeys(pool)
  const challenges = createPasskeyChallenges(pool)
  const deps = { devices, team, sessions, passkeys, challenges, check, pinTries: createPinTries(pool), now }
  return {
    devices,
    team,
    sessions,
    passkeys,
    offerPasskey: offerPasskeyWith(deps),
    addPasskey: addPasskeyWith(deps),
    askForPasskey: askForPasskeyWith(deps),
    signInWithPasskey: signInWithPasskeyWith(deps),
    becomePerson: becomePersonWith(deps),
    addPerson: addPersonWith(deps),
    changePerson: changePersonWith(deps),
    invitePerson: invitePersonWith(deps),
    revokePerson: revokePersonWith(deps),
    addDevice: addDeviceWith(deps),
    createPairingLink: createPairingLinkWith(deps),
    lookAtPairing: lookAtPairingWith(deps),
    pairDevice: pairDeviceWith(deps),
    whoHasDevice: whoHasDeviceWith(deps),
    enterPin: enterPinWith(deps),
    peopleOnDevice: peopleOnDeviceWith(deps),
    openStaffLink: openStaffLinkWith(deps),
    whoWorks: whoWorksWith(deps),
    stopWork: stopWorkWith(deps),
  }
}
