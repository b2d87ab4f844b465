#!/bin/sh
# Turns the Open University Learning Analytics data set into rows of Longview's log: JSON Lines on standard output.
#
#   sh convert.sh DIR | gzip > oulad.jsonl.gz
#
# DIR has courses.csv, assessments.csv, studentInfo.csv, studentRegistration.csv and student_assessment_processed.csv (or the original
# studentAssessment.csv), each as it is or with .gz. What was left out is told on standard error.
set -eu

[ $# -eq 1 ] && [ -d "$1" ] || {
    echo "usage: sh convert.sh DIR, the folder of the data set" >&2
    exit 2
}

dir=$1

# Where a table is, under one of its names.
find_table() {
    for name in "$@"; do
        for file in "$dir/$name.csv" "$dir/$name.csv.gz"; do
            if [ -f "$file" ]; then
                echo "$file"
                return
            fi
        done
    done
    echo "no $1.csv(.gz) in $dir" >&2
    exit 2
}

# A file's rows behind a word, without its header and its quotes; no field of the data has a comma within.
rows() {
    gzip -dcf "$2" | tr -d '\r"' | sed -n "2,\$s/^/$1,/p"
}

courses=$(find_table courses)
assessments=$(find_table assessments)
students=$(find_table studentInfo)
registrations=$(find_table studentRegistration)
submissions=$(find_table student_assessment_processed studentAssessment)

{
    rows course "$courses"
    rows assessment "$assessments"
    rows student "$students"
    rows registration "$registrations"
    rows submission "$submissions"
} | awk -F, '
function text(value) {
    gsub(/\\/, "\\\\", value)
    gsub(/"/, "\\\"", value)
    return "\"" value "\""
}

# Empty values are left out: missing is not "".
function key(name, value) {
    return value == "" ? "" : ", \"" name "\": " text(value)
}

function number(name, value) {
    return value == "" ? "" : ", \"" name "\": " value
}

# Microseconds since 1970 of a day of a presentation, at an hour.
function at(presentation, day, hour) {
    if (!(presentation in start)) {
        print "unknown presentation " presentation ": no start is known for it" > "/dev/stderr"
        failed = 1
        exit 2
    }
    return sprintf("%.0f", ((start[presentation] + day) * 24 + hour) * 3600 * 1000000)
}

function event(id, kind, student, presentation, day, item, rest) {
    printf "{\"table\": \"feedback\", \"event_id\": \"%s\", \"kind\": \"%s\", \"member\": \"%s\", \"item\": \"%s\"", \
        id, kind, student, item
    printf ", \"time\": %s, \"received\": %s", at(presentation, day, 12), at(presentation, day, 12)
    printf ", \"decision_id\": \"%s-%s\", \"position\": 0%s}\n", item, student, rest
}

BEGIN {
    # The data tells months only, B for February and J for October; the first of it stands for the day.
    start["2013B"] = 15737; start["2013J"] = 15979; start["2014B"] = 16102; start["2014J"] = 16344
}

$1 == "course" {
    length_of[$2 "-" $3] = $4
    printf "{\"table\": \"items\", \"item\": \"%s-%s\", \"valid_from\": %s, \"received\": %s%s%s}\n", \
        $2, $3, at($3, 0, 0), at($3, 0, 0), key("item.module", $2), number("item.length", $4)
}

$1 == "assessment" { item[$4] = $2 "-" $3; presentation[$4] = $3; type[$4] = $5 }

$1 == "student" {
    result[$2 "-" $3 "-" $4] = $13
    features[$2 "-" $3 "-" $4] = key("member.gender", $5) key("member.region", $6) key("member.education", $7) \
        key("member.deprivation", $8) key("member.age", $9) number("member.previous_attempts", $10) \
        number("member.credits", $11) key("member.disability", $12)
}

$1 == "registration" {
    id = $2 "-" $3 "-" $4
    if ($6 != "" && $6 < 0) {
        never++
        next
    }
    enrolled[id] = 1
    printf "{\"table\": \"decisions\", \"decision_id\": \"%s\", \"account\": \"%s\", \"member\": \"%s\"", id, $4, $4
    printf ", \"time\": %s, \"received\": %s, \"surface\": \"enrolment\"", at($3, 0, 0), at($3, 0, 0)
    printf ", \"usable_off_policy\": false, \"unusable_reason\": \"students enrolled by themselves\""
    printf "%s, \"slate\": [{\"item\": \"%s-%s\"}]}\n", features[id], $2, $3
    if ($6 != "") {
        event("withdraw-" id, "withdraw", $4, $3, $6, $2 "-" $3, "")
    }
    # Who withdrew has the result on that day, all others at the end.
    day = result[id] == "Withdrawn" && $6 != "" ? $6 : length_of[$2 "-" $3]
    event("result-" id, "result", $4, $3, day, $2 "-" $3, key("label", tolower(result[id])))
}

# Columns after the name: id_assessment, id_student, date_submitted, is_banked, score.
$1 == "submission" {
    if (!($2 in item) || $4 == "") {
        unknown++
        next
    }
    if (!(item[$2] "-" $3 in enrolled)) {
        gone++
        next
    }
    # A banked result was earned in an earlier presentation, and carried over.
    event("submit-" $2 "-" $3, $5 == 1 ? "bank" : "submit", $3, presentation[$2], $4, item[$2], \
        ($6 == "" || $6 == "?" ? "" : number("value", $6 + 0)) key("label", type[$2]))
}

END {
    if (failed) {
        exit 2
    }
    printf "left out: %d enrolments withdrawn before the first day, and %d submissions of theirs; ", never, gone > "/dev/stderr"
    printf "%d submissions without a day or of an unknown assessment\n", unknown > "/dev/stderr"
}
'
