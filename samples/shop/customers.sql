-- Corner Bikes, dumped for the agency. Questions: ingrid@example.com
CREATE TABLE customers (
  id integer PRIMARY KEY,
  full_name text NOT NULL,
  phone bigint,
  note text
);
INSERT INTO customers VALUES
  (1, 'Rahul Mehta', 5105550137, 'Paid by card 4111 1111 1111 1111.'),
  (2, 'Siobhan O''Rourke', 5105550142, 'Wants a call before delivery; her sister Aoife may sign.');
