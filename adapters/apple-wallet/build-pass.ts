import { createBoundedCache } from '../../src/art/bounded-cache.ts'
import type { CardFace } from '../../src/domain/card-face.ts'
import type { Clock } from '../../src/ports/clock.ts'
import type { DetachedSigner } from './cms.ts'
import { createDesignImages, type DesignImages } from './design-images.ts'
import { castPass, createMould, type PassMould } from './pass-mould.ts'
import { createPassText, type FilledText, type PassText } from './pass-text.ts'
import type { PassSigner } from './signer.ts'

export type PassBuilder = {
  /**
   * The signed `.pkpass` of a card as it stands, in pieces that follow each other: what many passes have in common is
   * held once for all of them. Made once per (card, revision) and kept for a while.
   * @param passToken `authenticationToken`, at least 16 characters
   */
  build(face: CardFace, passToken: string): Promise<readonly Buffer[]>
}

export type PassBuilderOptions = {
  /** Asked for at each pass, since certificates are renewed while passes are made. */
  signer(): Pick<PassSigner, 'cms' | 'passTypeId' | 'teamId' | 'notAfter'>
  /** Public address of this installation; the web service lies under its `/apple`. */
  baseUrl: string
  /** Gives the signing time. */
  clock: Clock
  /** Bytes of finished passes that are kept. */
  cacheBytes?: number
}

/** @throws Error when `baseUrl` contains `/v1`, which phones append and some then look for from the left. */
export function createPassBuilder(options: PassBuilderOptions): PassBuilder {
  const { clock } = options
  const { passTypeId, teamId } = options.signer()
  const webServiceUrl = `${options.baseUrl.replace(/\/+$/, '')}/apple`
  if (webServiceUrl.includes('/v1')) throw new Error('BASE_URL must not contain /v1: Apple adds its own')
  const imagesOf = createDesignImages()
  const textOf = createPassText()
  const moulds = new WeakMap<DesignImages, WeakMap<PassText, PassMould>>()
  const passes = createBoundedCache<readonly Buffer[]>(options.cacheBytes ?? 32 * 1024 * 1024, (pieces) =>
    pieces.reduce((sum, piece) => sum + piece.length, 0),
  )

  /** A promise costs as much as writing a card's values, so that no more are made than are waited for. */
  function make(
    face: CardFace,
    passToken: string,
    { cms }: Pick<PassSigner, 'cms'>,
  ): Promise<readonly Buffer[]> {
    const images = imagesOf(face)
    if (images instanceof Promise) return images.then((drawn) => write(face, passToken, cms, drawn))
    return write(face, passToken, cms, images)
  }

  function write(face: CardFace, passToken: string, cms: DetachedSigner, images: DesignImages) {
    const { logoShowsName, colors } = images
    const frame = { passTypeId, teamId, webServiceUrl, passToken, logoShowsName, colors }
    const cast = (filled: FilledText) => castPass(mouldOf(filled.text, images, cms), filled, clock())
    const filled = textOf(face, frame, images.key)
    return filled instanceof Promise ? filled.then(cast) : cast(filled)
  }

  /** Made once for these images and this text, and again for a renewed certificate; gone when either of them is. */
  function mouldOf(text: PassText, images: DesignImages, cms: DetachedSigner): PassMould {
    let ofImages = moulds.get(images)
    if (!ofImages) {
      ofImages = new WeakMap()
      moulds.set(images, ofImages)
    }
    let mould = ofImages.get(text)
    if (mould?.cms !== cms) {
      mould = createMould(text, images, cms)
      ofImages.set(text, mould)
    }
    return mould
  }

  return {
    build(face, passToken) {
      const signer = options.signer()
      // What an old certificate signed is good no longer than that certificate.
      const key = `${signer.notAfter}/${face.merchantId}/${face.cardId}/${face.revision}/${passToken}`
      return Promise.resolve(passes.get(key, () => make(face, passToken, signer)))
    },
  }
}
