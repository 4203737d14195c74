/** Practitioners whose caseload is not the clients that they have and those whom they are asked to take on. */
export const wrongCaseloads = `
  SELECT staff_id, caseload FROM practitioners p WHERE caseload <>
    (SELECT count(*) FROM clients WHERE practitioner_id = p.staff_id) +
    (SELECT count(*) FROM allocations WHERE practitioner_id = p.staff_id AND standing = 'confirmed')`;
