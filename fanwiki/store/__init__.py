"""The wiki file: schema, connections, migrations, rows, full text, revisions. The only room that knows SQL."""
