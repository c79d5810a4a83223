/** Light or dark: as the system has it, until somebody chooses. */

const KEY = 'parkade-theme';

class ThemeChoice {
  private readonly system = matchMedia('(prefers-color-scheme: dark)');
  private systemDark = $state(this.system.matches);
  private chosen = $state<'light' | 'dark' | null>(remembered());

  constructor() {
    this.system.addEventListener('change', ({ matches }) => {
      this.systemDark = matches;
    });
  }

  get dark(): boolean {
    return this.chosen === null ? this.systemDark : this.chosen === 'dark';
  }

  toggle(): void {
    this.chosen = this.dark ? 'light' : 'dark';
    try {
      localStorage.setItem(KEY, this.chosen);
    } catch {
      // A browser that keeps nothing: the choice lasts as long as the page.
    }
  }
}

function remembered(): 'light' | 'dark' | null {
  try {
    const word = localStorage.getItem(KEY);
    return word === 'light' || word === 'dark' ? word : null;
  } catch {
    return null;
  }
}

export const theme = new ThemeChoice();
