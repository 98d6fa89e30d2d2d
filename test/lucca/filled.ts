/** A company where some documents stand already, put there by other hands. */
import type { Emulator } from './emulator.ts';

/** One line of text as the smallest PDF that viewers open. */
export function tinyPdf(text: string): Buffer {
  const line = text
    .normalize('NFD')
    .replace(/[^ -~]/g, '')
    .replace(/[()\\]/g, '');
  const stream = `BT /F1 18 Tf 60 760 Td (${line}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let body = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return String(offset).padStart(10, '0');
  });
  const table = ['0000000000 65535 f ', ...offsets.map((offset) => `${offset} 00000 n `)].join('\n');
  const trailer = `<< /Size ${objects.length + 1} /Root 1 0 R >>`;
  return Buffer.from(
    `${body}xref\n0 ${objects.length + 1}\n${table}\ntrailer\n${trailer}\nstartxref\n${body.length}\n%%EOF\n`,
    'latin1',
  );
}

export function fillCompany(emulator: Emulator): void {
  const file = (name: string): { id: string } => ({
    id: emulator.addFile({ name, bytes: tinyPdf(name) }).id,
  });
  const people = [...emulator.store.employees.keys()];
  for (const [index, id] of people.entries()) {
    if (index % 5 === 1) emulator.setValue(id, 'e_RIB', file('rib.pdf'));
    if (index % 4 === 2) emulator.setValue(id, 'e_Contrats', [file('contrat.pdf'), file('avenant 1.pdf')]);
    if (index % 7 === 3)
      emulator.addRow(id, 'e_Visite-medicale', {
        'e_Date-de-la-visite': { value: '2024-03-12T00:00:00' },
        e_Attestation: { value: file('attestation.pdf') },
      });
  }
}
