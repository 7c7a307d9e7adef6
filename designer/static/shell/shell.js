// What the shell does beside links and forms, which work without it.
const root = document.documentElement;
const ORDER = ['auto', 'light', 'dark'];
const NAMES = { auto: 'Colours: as the system', light: 'Colours: light', dark: 'Colours: dark' };

function showTheme() {
  const name = document.getElementById('theme-name');
  if (name) name.textContent = NAMES[root.dataset.theme] ?? NAMES.auto;
}

const theme = document.getElementById('theme');
if (theme) {
  theme.hidden = false;
  showTheme();
  theme.addEventListener('click', () => {
    root.dataset.theme = ORDER[(ORDER.indexOf(root.dataset.theme) + 1) % ORDER.length];
    try {
      localStorage.setItem('vx-theme', root.dataset.theme);
    } catch {
      // it holds until the page is left
    }
    showTheme();
  });
}

for (const select of document.querySelectorAll('select[data-sends]')) {
  select.form.classList.add('sends');
  select.addEventListener('change', () => select.form.requestSubmit());
}

// A menu closes by Escape, and by a click beside it.
for (const menu of document.querySelectorAll('details.menu')) {
  document.addEventListener('click', (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.open) return;
    menu.open = false;
    menu.querySelector('summary').focus();
  });
}

// The short name follows the name until somebody types one.
const name = document.getElementById('new-name');
const slug = document.getElementById('new-slug');
if (name && slug) {
  let own = slug.value !== '';
  slug.addEventListener('input', () => { own = slug.value !== ''; });
  name.addEventListener('input', () => {
    if (own) return;
    const plain = name.value.normalize('NFKD').replace(/[^\x20-\x7e]/g, '').toLowerCase();
    const words = plain.replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '');
    slug.value = (/^[0-9]/.test(words) ? `bot_${words}` : words).slice(0, 64);
  });
  // Choosing a file chooses "a file of yours".
  const file = document.querySelector('input[type=file]');
  file?.addEventListener('change', () => {
    const own = document.querySelector('input[name=origin_choice][value=file]');
    if (own && file.files.length) own.checked = true;
  });
}
