"""Who works here and who is to be asked: departments, people, roles, areas, partners, routes, periods."""
