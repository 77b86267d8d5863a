/** Two soft tones, in Hz, each starting so many seconds after the first. */
const tones = [
  { frequency: 660, start: 0 },
  { frequency: 880, start: 0.12 },
] as const;
const LENGTH_S = 0.35;
const LOUDNESS = 0.08;

let context: AudioContext | undefined;

/** Plays the sound. Browsers play nothing until the person has interacted with the page. */
export const playNotificationSound = async (): Promise<void> => {
  if (typeof AudioContext === 'undefined') return;
  context ??= new AudioContext();
  if (context.state === 'suspended') {
    if (navigator.userActivation?.hasBeenActive === false) return;
    await context.resume();
  }
  for (const { frequency, start } of tones) playTone(context, frequency, context.currentTime + start);
};

const playTone = (audio: AudioContext, frequency: number, at: number): void => {
  const oscillator = audio.createOscillator();
  const gain = audio.createGain();
  oscillator.frequency.value = frequency;
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(LOUDNESS, at + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.001, at + LENGTH_S);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(at);
  oscillator.stop(at + LENGTH_S);
};
