// Sound and vibration for an answer, by its tone. Signals.play('good'). The choice of silence is kept on the device.
;(() => {
  const key = 'stampbridge-silent'
  const tones = {
    good: { notes: [660, 990], type: 'sine', vibrate: [40] },
    saved: { notes: [520, 520], type: 'sine', vibrate: [30, 60, 30] },
    again: { notes: [440], type: 'triangle', vibrate: [120] },
    ask: { notes: [590], type: 'sine', vibrate: [40] },
    no: { notes: [196, 147], type: 'square', vibrate: [180, 80, 180] },
  }
  let context
  const silent = () => localStorage.getItem(key) === '1'

  function play(tone) {
    const signal = tones[tone]
    if (!signal) return
    navigator.vibrate?.(signal.vibrate)
    if (silent()) return
    context ??= new AudioContext()
    // Browsers hold sound back until somebody touched the page.
    if (context.state === 'suspended') context.resume().catch(() => undefined)
    signal.notes.forEach((frequency, index) => {
      beep(frequency, signal.type, context.currentTime + index * 0.13)
    })
  }

  function beep(frequency, type, at) {
    const sound = context.createOscillator()
    const volume = context.createGain()
    sound.type = type
    sound.frequency.value = frequency
    volume.gain.setValueAtTime(0.0001, at)
    volume.gain.exponentialRampToValueAtTime(type === 'square' ? 0.08 : 0.25, at + 0.01)
    volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.12)
    sound.connect(volume).connect(context.destination)
    sound.start(at)
    sound.stop(at + 0.13)
  }

  // Pages draw themselves anew: whichever button is there now.
  function show() {
    for (const button of document.querySelectorAll('[data-sound]')) {
      button.setAttribute('aria-pressed', String(!silent()))
      button.hidden = false
    }
  }

  document.addEventListener('click', (event) => {
    if (!event.target.closest('[data-sound]')) return
    if (silent()) localStorage.removeItem(key)
    else localStorage.setItem(key, '1')
    show()
    play('ask')
  })
  show()

  globalThis.Signals = { play, show }
})()
