/** The pictures of the README and of the guides: some of those that were taken just now, into docs/images. */
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Where each goes, by the language and the name of what was taken. */
const wanted = [
  ['fr', 'setup-2-folder', 'guide-dossier.fr.png'],
  ['fr', 'setup-4-preview', 'guide-apercu.fr.png'],
  ['fr', 'today-working', 'guide-aujourdhui.fr.png'],
  ['fr', 'attention-who', 'guide-qui.fr.png'],
  ['en', 'setup-2-folder', 'guide-folder.en.png'],
  ['en', 'setup-4-preview', 'guide-preview.en.png'],
  ['en', 'today-working', 'guide-today.en.png'],
  ['en', 'attention-who', 'guide-who.en.png'],
  ['en', 'today-working', 'window.png'],
  ['en', 'attention-filled', 'question.png'],
] as const;

/** `folder`: where the pictures lie. Those that were not taken this time stay as they are. */
export async function keepForTheGuides(folder: string): Promise<void> {
  const images = join('docs', 'images');
  await mkdir(images, { recursive: true });
  for (const [language, name, file] of wanted)
    await copyFile(join(folder, 'states', `${language}-light`, `${name}.png`), join(images, file)).catch(
      (error: unknown) => {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
      },
    );
}
