/** The pattern of folder names as a person would say it: Nom Prénom (matricule). */
import type { MessageKey, Words } from '../../../main/shared/messages/format.ts';
import type { Placeholder } from '../../../main/shared/settings.ts';

const placeholderKeys: Readonly<Record<Placeholder, MessageKey>> = {
  employeeNumber: 'placeholder.employeeNumber',
  lastName: 'placeholder.lastName',
  firstName: 'placeholder.firstName',
  email: 'placeholder.email',
  login: 'placeholder.login',
  id: 'placeholder.id',
  legalEntity: 'placeholder.legalEntity',
  department: 'placeholder.department',
};

export const patternWords = (pattern: string, words: Words): string =>
  pattern.replace(/\{([^{}]+)\}/g, (whole, name: string) => {
    return name in placeholderKeys ? words.say(placeholderKeys[name as Placeholder]) : whole;
  });
