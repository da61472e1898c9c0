// A press is a finger or key that goes down and up again on one button: swapped in between, the button never hears of it.
// Whoever draws a part of the page anew waits first: await Press.over().
;(() => {
  /** A finger may rest, and its end may go unheard of, outside the window for instance. */
  const longestMs = 5000
  /** From a finger's end to its click, on touch screens. */
  const clickMs = 300
  let pressed
  let end
  let timer

  function begin() {
    if (!end)
      pressed = new Promise((resolve) => {
        end = resolve
      })
    endIn(longestMs)
  }

  function endIn(wait) {
    clearTimeout(timer)
    timer = setTimeout(() => {
      end?.()
      end = undefined
    }, wait)
  }

  const listen = (type, heard) => document.addEventListener(type, heard, { capture: true, passive: true })
  listen('pointerdown', begin)
  listen('pointerup', () => endIn(clickMs))
  listen('pointercancel', () => endIn(0))
  listen('keydown', ({ key, repeat }) => key === ' ' && !repeat && begin())
  listen('keyup', ({ key }) => key === ' ' && endIn(clickMs))
  // A task later: what the click does comes after all who hear of it.
  listen('click', () => endIn(0))

  globalThis.Press = { over: () => pressed }
})()
