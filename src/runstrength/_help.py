"""What the help of each command says."""

from __future__ import annotations

EXIT_CODES = """\
exit codes:
  0    all is well
  1    something was found: problems, what differs, what is not proved, what
       nobody notices, or files that fmt would change
  2    the command, the profile or the rulebook is wrong; stderr says how
  3    the engine that was asked for cannot run here, or failed
  70   a bug in runstrength
  74   the output could not be written
  130  interrupted
  141  whoever read the output stopped reading
"""

TOP = f"""\
Leg-strength training for runners: what fits, how much of it, and why.

A profile says what is known of a runner; only the discipline is required:

  discipline: marathon
  strength_experience: beginner
  equipment: [dumbbells, bands]
  pain: {{knee: 3}}

Save it as runner.yaml, and:

  runstrength recommend runner.yaml
  runstrength why runner.yaml glute-bridge
  runstrength why-not runner.yaml depth-jump
  runstrength instead-of runner.yaml back-squat
  runstrength what-if runner.yaml pain.knee=0 equipment=[barbell]
  runstrength closest runner.yaml depth-jump
  runstrength week runner.yaml --run tue=hard --run sun=long --minutes 45
  runstrength ask
  echo '{{"discipline": "trail"}}' | runstrength recommend - --format json
  runstrength exercise glute-bridge
  runstrength check my-rules/

`runstrength COMMAND --help` shows more of each.

{EXIT_CODES}"""

RECOMMEND = """\
Print the training that fits a runner: the next session first, then all else
that suits, what to leave out, and why.

  runstrength recommend runner.yaml
  runstrength recommend runner.json --format markdown > plan.md
  runstrength recommend - --format json < runner.yaml
  runstrength recommend runner.yaml --rules club-rules/
"""

WHY = """\
Say why something is recommended, down to what the profile says. ID is an
exercise (glute-bridge, or "Glute bridge"), an advice, or one of focus,
sessions_per_week, plyometric_sessions_per_week and referral.

  runstrength why runner.yaml glute-bridge
  runstrength why runner.yaml focus
  runstrength why runner.yaml sessions_per_week --format json
"""

WHY_NOT = """\
Say why something is not recommended: what rules it out, or what would have to
be so for it to be there. ID is any exercise, a load (heavy: why nothing is
heavy), a focus (power), an advice or referral.

  runstrength why-not runner.yaml depth-jump
  runstrength why-not runner.yaml heavy
  runstrength why-not runner.yaml "Back squat" --load heavy --format json
"""

INSTEAD_OF = """\
Say what can stand in for an exercise, for this runner: the same movement or
muscles, with the equipment at hand, and nothing that is ruled out.

  runstrength instead-of runner.yaml back-squat
"""

WHAT_IF = """\
Say what would be different with other facts, item by item, with the reasons.

  runstrength what-if runner.yaml pain.knee=0
  runstrength what-if runner.yaml season=base equipment=[bands,box] age=
"""

CLOSEST = """\
Say what would have to become true for an exercise to be recommended, in as few
facts as possible. It is no list of answers to give: pain has to ease, time to
pass, experience to grow by itself.

  runstrength closest runner.yaml depth-jump
"""

COMPARE = """\
Say what differs between two profiles, or for one under two rulebooks.

  runstrength compare before.yaml after.yaml
  runstrength compare runner.yaml --other-rules club-rules/
"""

QUESTIONS = """\
List what is not known of a runner and could change the result: signs,
conditions and pain first, then what could change most.

  runstrength questions runner.yaml
"""

ASK = """\
Ask for what is not known, one question at a time, and print what fits. Answer
with a word, a number or a list; `skip` (or an empty line) leaves a question
open, `why` says why it is asked, `back` returns to the last, `stop` ends it.
The questions go to standard error, the result to standard output.

  runstrength ask
  runstrength ask runner.yaml --save complete.yaml
  runstrength ask --answers answers.txt --format json
"""

RECORD = """\
Print the record of a decision: the profile, the result with every reason, the
version of library and rulebook. `runstrength replay` asks it again.

  runstrength record runner.yaml --at 2026-11-24T09:30:00+00:00 > decision.json
  runstrength record runner.yaml --mask age --mask history > decision.json
"""

REPLAY = """\
Ask again what was recorded: the same result to the byte (exit code 0), or what
exactly differs (exit code 1).

  runstrength replay decision.json
  runstrength replay decision.json --rules rules-of-last-year/
"""

SCHEMA = """\
Print a JSON Schema (2020-12) of profiles, of results, or of rule files.

  runstrength schema profile > profile.schema.json
  runstrength schema rulebook > rulebook.schema.json
"""

MESSAGES = """\
Print every sentence of a rulebook as the template of a gettext catalogue. Put
into another language, and compiled with msgfmt to FOLDER/nl/LC_MESSAGES/
runstrength.mo, it is spoken with --translations FOLDER --language nl.

  runstrength messages --rules club-rules/ > club.pot
"""

EXERCISE = """\
Say how an exercise is done, what usually goes wrong, what it trains and loads,
and which are easier and harder. Without an ID, list all exercises.

  runstrength exercise
  runstrength exercise glute-bridge
  runstrength exercise "Back squat" --format json
  runstrength exercise --rules club-rules/ --format json > catalogue.json
"""

CHECK = """\
Read a rulebook, a folder or one file, run the examples of its rules, and look
for what cannot be meant: rules that never fire, numbers without examples beside
them, vetoes that somebody slips past. What is found is printed on standard
output, each with its file, line, column and code; then the exit code is 1.
What is meant all the same is spared under `checks` in the header, with why.

  runstrength check club-rules/
  runstrength check club-rules/ --deep --format json
  runstrength check club.yaml --profile club.facts:ClubProfile
"""

MUTATE = """\
Write every rule wrongly, one mistake at a time: each number, sign, `not`, part of
a condition, conclusion, tier and limit. What changes nothing for any runner is
proved and set aside; the rest has to be noticed by an example or a guarantee. What
is not is listed with a runner who would notice; then the exit code is 1.

  runstrength mutate club-rules/
  runstrength mutate club-rules/ --stage restrict --format json
"""

NEW = """\
Make a rulebook of your own that builds on the shipped one, with rules, examples,
guarantees, tests and a CI file; or one new rule of a rulebook.

  runstrength new rulebook club-rules
  runstrength new rule no-jumps-in-the-dark --in club-rules --stage restrict
"""

FMT = """\
Write rule files in the one way that there is, with every comment kept; print
which were changed. With --check nothing is changed, and the exit code is 1 where
something would be.

  runstrength fmt club-rules/
  runstrength fmt --check club-rules/
"""

PROVE = """\
Prove, for every runner there can be, what a rulebook guarantees, or show the
most ordinary runner who breaks it, with the explanation and as a test. The exit
code is 1 unless every guarantee is proved; what is not decided in time is not.

  runstrength prove
  runstrength prove club-rules/ --only strong-pain-no-jumps --core
"""

DIFF = """\
Say which kinds of runners get other advice under the new rules, each with a
witness and both answers, or that there is none, proved. The exit code is 1 where
somebody does, or may.

  runstrength diff old-rules/ new-rules/
  runstrength diff main-checkout/rules rules --format markdown > comment.md
"""

WEEK = """\
Lay a week of strength sessions beside the running: each on its day, within its
minutes, with what to do, how heavy and why; what does not fit is named.

  runstrength week runner.yaml --run tue=hard --run sun=long --minutes 45
  runstrength week runner.yaml --run tue=hard,thu=easy --day mon,wed,fri
  runstrength week runner.yaml --best back-squat=80x5 --plates 20,10,5,2.5
  runstrength week runner.yaml --format html > week.html
"""

PLAN = """\
Plan a season: week after week to a race, or without one. PROFILE is a runner's,
or a file with a `profile`, `start`, `race`, `runs`, `days`, `minutes`, and a
`log` of what was really done; what is typed stands before what the file says.

  runstrength plan runner.yaml --start 2027-01-04 --race 2027-04-25 --minutes 45
  runstrength plan season.yaml
  runstrength plan season.yaml --week 3
  runstrength plan season.yaml --format svg > season.svg
"""

EXPORT = """\
Write a season for other programs: a calendar, workouts for a Garmin watch (a file
for each session), pages to print, tables, a picture.

  runstrength export season.yaml season.ics --timezone Europe/Berlin
  runstrength export season.yaml workouts --to fit
  runstrength export season.yaml season.html --to html
"""

BATCH = """\
Answer every row of a file (Parquet, CSV, JSON lines), and write what is given
to each into the folder OUT: numbered parts, and a manifest that names them. A
row is a runner. A CSV has a column for each fact, such as discipline,
pain.knee or equipment (words with ; between them); an empty cell is unknown. A
line of JSON is a profile. Rows that cannot be right come back with their
problems, and stop no other: the exit code is 0, with --strict 1. What was
interrupted or killed is gone on with by the same command; nothing is ever
written over.

  runstrength batch runners.parquet plans --id athlete
  runstrength batch runners.csv plans --id athlete --keep team --to csv --single
  runstrength batch runners.jsonl fired --what fired --rules club-rules/
"""
