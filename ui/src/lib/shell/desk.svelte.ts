// What lies over the screens: one at a time, opened from anywhere.
class Desk {
  palette = $state(false);
  keys = $state(false);
}

export const desk = new Desk();
