import { describe, expect, it } from 'vitest';
import { fictionalCompany } from './index.ts';

const now = Date.parse('2026-11-22T12:00:00Z');
const company = fictionalCompany({ now });
const person = (part: string) => company.employees.find(({ id }) => id === company.cast[part])!;

describe('fictional company', () => {
  it('is the same every time', () => {
    expect(fictionalCompany({ now })).toEqual(company);
  });

  it('has forty people, numbers with zeros at their head, unique within an establishment only', () => {
    expect(company.employees).toHaveLength(40);
    expect(company.employees.every(({ employeeNumber }) => /^0\d{4}$/.test(employeeNumber))).toBe(true);
    const numbers = company.employees.map(({ employeeNumber }) => employeeNumber);
    const within = company.employees.map(
      ({ legalEntityId, employeeNumber }) => `${legalEntityId}/${employeeNumber}`,
    );
    expect(new Set(within).size).toBe(40);
    expect(new Set(numbers).size).toBe(39);
    expect(person('sharedNumberLyon').employeeNumber).toBe(person('sharedNumberNantes').employeeNumber);
  });

  it('has two people of one name, and logins that are unique all the same', () => {
    const name = (part: string) => `${person(part).firstName} ${person(part).lastName}`;
    expect(name('homonymA')).toBe(name('homonymB'));
    expect(new Set(company.employees.map(({ login }) => login)).size).toBe(40);
  });

  it('has people who left, and one who is yet to come', () => {
    expect(person('recentLeaver').dtContractEnd).toBe('2026-10-23T00:00:00');
    expect(person('oldLeaver').dtContractEnd).toBe('2024-11-22T00:00:00');
    expect(person('future').dtContractStart).toBe('2026-12-13T00:00:00');
  });

  it('grows with numbers that stay unique', () => {
    const { employees } = fictionalCompany({ now, employees: 5000 });
    expect(
      new Set(employees.map(({ legalEntityId, employeeNumber }) => `${legalEntityId}/${employeeNumber}`))
        .size,
    ).toBe(5000);
    expect(new Set(employees.map(({ login }) => login)).size).toBe(5000);
  });
});
