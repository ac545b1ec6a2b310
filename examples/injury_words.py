"""What a clinic writes about an injury, read into the vocabulary of a profile.

The knowledge is the tables: each `Term` says which words mean what. `read` looks for the terms in a text, leaves out
what the text denies, keeps apart what it tells of the past, and says which words it did not understand. Decisions:

- Suspected counts as present ("possible stress fracture", "rule out fracture"), as the vocabulary of signs has it.
- A tear or rupture is a `tendon_rupture` where it is in a tendon, fascia or muscle (a torn muscle may be a torn tendon:
  the graver reading), a `ligament_tear` where it is in a ligament, meniscus, labrum or disc. Where the text does not
  say, the place decides; a rupture of nothing in particular is both. A third degree sprain or strain is a tear.
- A cruciate ligament, meniscus or labrum without a word on what is wrong with it is a suspected tear.
- An injury of the lower leg or the thigh that says no more is one of both its sides: shin and calf, hamstring and
  quadriceps. "Sacroiliac" is of the low back.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass, field, fields
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Names = frozenset[str]
NONE: Names = frozenset()


@dataclass(frozen=True)
class Findings:
    """What was said to be wrong, in the vocabulary of a profile."""

    sites: Names = NONE
    history: Names = NONE
    signs: Names = NONE
    conditions: Names = NONE

    def __or__(self, other: Findings) -> Findings:
        return Findings(*(getattr(self, part.name) | getattr(other, part.name) for part in fields(Findings)))

    def __bool__(self) -> bool:
        return bool(self.sites or self.history or self.signs or self.conditions)


NOTHING = Findings()


@dataclass(frozen=True)
class Term:
    """Words that mean something: a place, a kind of injury, a tissue, or an injury with a name of its own.

    A term with `room` is a vague place: its sites count only where the text names nothing more precise inside of them.
    """

    pattern: re.Pattern[str]
    findings: Findings
    kind: str = ""
    tissue: str = ""
    room: Names = NONE
    harm: bool = False


def _names(text: str) -> Names:
    return frozenset(text.split())


def _whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b")


def _place(sites: str, words: str, *, tissue: str = "", room: str = "") -> Term:
    return Term(_whole(words), Findings(_names(sites)), tissue=tissue, room=_names(room))


def _kind(kind: str, words: str) -> Term:
    return Term(_whole(words), NOTHING, kind=kind, harm=True)


def _tissue(tissue: str, words: str) -> Term:
    return Term(_whole(words), NOTHING, tissue=tissue)


def _named(  # noqa: PLR0913  (one keyword for each part of the vocabulary)
    words: str, *, sites: str = "", history: str = "", signs: str = "", conditions: str = "", kind: str = "named"
) -> Term:
    return Term(_whole(words), Findings(*map(_names, (sites, history, signs, conditions))), kind=kind, harm=True)


PLACES = (
    _place("shin calf", r"lower ?legs?", room="shin calf achilles"),
    _place("hamstring quadriceps", r"thighs?|upper legs?", room="hamstring quadriceps it_band groin"),
    _place(
        "knee",
        r"knees?|kne|tib\w* plateau|knee ?caps?|patell?a\w*|patel\w*fem\w*|pat fem|popliteus|popliteal"
        r"|pes anserin\w*|plica\w*|hoffas?",
    ),
    _place(
        "shin",
        r"shins?|tibias?|tibial|tibiofib\w*|(?<!post )tib(?! post)|fibulas?|fibular?|tib ant"
        r"|tib(?:ialis)? anterior|anterior tib(?:ialis)?",
    ),
    _place("ankle", r"ankles?|ank|talus|talar|talo\w*|malleol\w*|subtalar|syndesmo\w*|tarsal tunnel|retrocalcaneal"),
    _place(
        "ankle",
        r"peron\w*|fibularis|tib(?:ialis)? post\w*|post\w* tib(?:ialis|ial)?|ptt|pttd|flexor hallucis\w*|fhl",
        tissue="tendon",
    ),
    _place(
        "foot",
        r"foot|feet|forefoot|midfoot|rearfoot|heels?|heal(?= (?:spur|pain|bone|bruis))|arch(?:es)?|toes?"
        r"|hallux",
    ),
    _place(
        "foot",
        r"metatars\w*|mt ?[1-5]?(?= |$)|mtp|mtpj|navicular|cuboid|cuneiform|calcane\w*|tarsal|sesamoid\w*"
        r"|lis ?franc",
    ),
    _place("foot", r"bunions?|phalan\w*|[1-5](?:st|nd|rd|th) met|mets?|jones|soles?(?= of)|ball of"),
    _place("achilles", r"achill?es|tendo ?achill\w*|tendocalcane\w*", tissue="tendon"),
    _place("calf", r"cal(?:f|fs|ves|ve)|gastroc\w*|soleus|plantaris|triceps surae", tissue="muscle"),
    _place(
        "hamstring",
        r"hamstrings?|hammy|hammies|hams|biceps femoris|semi ?(?:mem|ten)\w*|ischial|posterior thigh",
        tissue="muscle",
    ),
    _place("quadriceps", r"quads?|quadriceps?|rectus fem\w*|vastus|vmo|anterior thigh", tissue="muscle"),
    _place(
        "groin",
        r"groins?|adductors?|pubi[cs](?: symph\w*)?|pubalgia|inguinal|gracilis|sports? hernias?",
        tissue="muscle",
    ),
    _place(
        "hip",
        r"glut\w*|piriformis|hip flexors?|(?:ilio ?)?psoas|tfl|tensor fascia\w*|abductors?|sartorius",
        tissue="muscle",
    ),
    _place("hip", r"hips?|pelvis|pelvic|acetabul\w*|trochant\w*|buttocks?|ilium|iliac|ischium|ischi?o\w*|coxa|fai"),
    _place("hip quadriceps", r"femur|femoral|femurs"),
    _place("hip groin", r"(?:femoral|hip) neck|neck of femur"),
    _place(
        "low_back",
        r"low(?:er)? ?back|lbp|l spine|lumb\w*|l[1-5](?: ?[ls][1-5])?|s1|sacr\w*|sij?|si ?j(?:oint)?|coccyx"
        r"|tail ?bone",
    ),
    _place(
        "low_back",
        r"back(?= (?:pain|ache|injur|strain|spasm|sore|problem|issue|surg|hurt|disc))"
        r"|(?<!cervical )(?<!thoracic )(?<!c )(?<!t )spine|spinal|vertebra\w*"
        r"|facets?",
    ),
    _place("it_band", r"i ?t ?bands?|itb|il+\w{0,3} ?tib\w*(?: bands?)?|tib(?:ial)? bands?|it tract"),
)

TISSUES = (
    _tissue(
        "ligament",
        r"acl|pcl|mcl|lcl|atfl|cfl|ligam\w*|cruciate|collateral|menisc\w*|labr\w*|cartilage|capsule|capsular"
        r"|deltoid",
    ),
    _tissue("ligament", r"syndesmo\w*|dis[ck]s?|annul\w*|mpfl|lis ?franc"),
    _tissue("tendon", r"tendons?|tend|rotator cuff|cuff|fascia\w*|plantar|aponeurosis|patellar|patella"),
    _tissue("muscle", r"muscles?|musc|muscular"),
    _tissue("inner", r"acl|pcl|menisc\w*|labr(?:um|al)"),
)

_NO_FRACTURE = r"(?! (?:fra|fx|fr|react|rxn|rx|respon|injur))"
_BONES = (
    r"bones?|tibias?|tibial|femur|femoral|metatars\w*|met|navicular|sacr\w*|pelvi[cs]|fibul\w*|calcane\w*|cuboid"
    r"|talus|talar"
)
_LIMB = (
    rf"{_BONES}|legs?|foot|feet|toes?|ankles?|hips?|knees?|kneecap|patella|heels?|shins?|back|pelvis|collar ?bone"
    r"|arms?|wrists?"
)

KINDS = (
    _kind(
        "fracture",
        r"(?:stress ?|micro ?)?fra(?:c|ct|x)|(?:stress ?|micro ?)?fract(?!ion|al)\w*|(?:stress ?)?fr?xs?",
    ),
    _kind(
        "fracture",
        rf"(?:(?:{_BONES}) )?stress (?:react\w*|\w*actions?|rxn|rx|respon\w*|injur\w*)"
        rf"|(?<!medial )(?:{_BONES}) stress(?! ?syn)|(?:bone|\w*ress) reaction",
    ),
    _kind("fracture", r"bone (?:marrow )?(?:o?edema|swelling)|hair ?line|pars defects?|spondylolysis|non ?union"),
    _kind("avulsion", r"avuls\w*"),
    _kind("pf", r"pf"),
    _kind("fracture", rf"(?:broken?|cracked)(?: (?:my|his|her|the|a|left|right|both|big|l|r))* (?:{_LIMB})"),
    _kind("tear", r"(?<!wear and )(?:tears?|tares?|tearing|torn|tore|teared)|dett?ach\w*"),
    _kind("rupture", r"ruptur\w*|snapped (?:\w+ )?(?:achilles|acl|tendon|ligament|hamstring|calf|muscle)"),
    _kind("complete", r"(?:grade|gr|gd) ?(?:3|4|iii|three)|(?:3rd|third) degree"),
    _kind("sprain", r"sprain\w*|twisted|rolled|inversion|instability|unstable|ligament (?:injur\w*|damage)|laxity"),
    _kind("strain", r"strain\w*|pull|pulls|pulled|muscle injur\w*"),
    _kind(
        "tendinitis",
        r"ten[dn][oi]?n\w*[io]t\w*s|tendin\w*|tendon[io]\w*|tendo?path\w*|parateno\w*|tenosyn\w*|enthes\w*",
    ),
    _kind("fasciitis", r"fasc?i+t\w*s|fasciosis|fasciopath\w*|fascio\w*"),
    _kind("wear", r"degenerat\w*|wear and tear|cyst\w*|impinge\w*|irritat\w*|fray\w*|delaminat\w*|fissur\w*"),
    _kind(
        "pain",
        r"pains?|painful|sore|soreness|ache|aches|aching|achy|hurts?|hurting|discomfort|tender\w*|burning"
        r"|spasms?",
    ),
    _kind(
        "pain",
        r"injur(?:y|ies|ed)|tight|tightness|stiff\w*|cramp\w*|inflam\w*|weak\w*|contus\w*|bruis\w*|\w+algia"
        r"|knots?",
    ),
    _kind(
        "other",
        r"bursit\w*|burs[ae]|synovit\w*|capsulit\w*|neuroma\w*|neuri?t\w*|neuropath\w*|entrap\w*"
        r"|arthral\w*|spurs?",
    ),
    _kind("other", r"hernia\w*|subluxed|misalign\w*|trigger points?|clicking|snapping|popping|overuse|apophysit\w*"),
    _kind(
        "other",
        r"necrosis|avn|osteochond\w*|ocd|osteitis|osteomyel\w*|compress\w* nerve|pinched nerve"
        r"|calcific\w*",
    ),
)

INJURIES = (
    _named(
        rf"mtss|medial tib\w* (?:stress )?synd\w*|medial tib\w* stress{_NO_FRACTURE}|tib\w* stress synd\w*"
        r"|shin ?splints?|splints?|periosti\w*",
        sites="shin",
        history="shin_splints",
    ),
    _named(
        r"itbf?s|itb|i ?t ?(?:bands?|bnd|bs|b synd\w*|synd\w*)|il+\w{0,3} ?tib\w*(?: bands?)?|itb? ?friction"
        r"|tib bands?",
        sites="it_band",
        history="it_band_syndrome",
    ),
    _named(
        r"pfps?|pfs|pfj|pfpain|pf (?:pain|synd\w*|joint|dys\w*)|patell?[ao]r? ?fem\w*|patel\w*fem\w*|pat fem"
        r"|runners? knees?"
        r"|chondromal\w*|chondro|anterior knee|patell?ar? (?:mal)?(?:track\w*|mal ?track\w*|pain|synd\w*)"
        r"|mal ?tracking",
        sites="knee",
        history="runners_knee",
    ),
    _named(
        r"jumpers? knees?|patell?ar? (?:\w+ )?ten[dn]\w*(?: \w+[io]t\w*s| \w*path\w*)?",
        sites="knee",
        history="patellar_tendinitis",
    ),
    _named(r"plantar fas\w*|plantar? heel|plantar pain|plantarfas\w*", sites="foot", history="plantar_fasciitis"),
    _named(
        r"(?:heel|heal|calcaneal) spurs?|mortons?|metatarsalgia|sesamoidit\w*|hallux|bunions?|turf toe",
        sites="foot",
    ),
    _named(
        r"black toenail|plantar (?:wart|fibroma)\w*|fat pad(?= (?:heel|synd|atrophy))|flat ?f(?:ee|oo)t",
        sites="foot",
    ),
    _named(r"osgood\w*|osgood schla\w*|sinding\w*|bakers?(?: cyst)?|housemaids?|loose bod\w*|fat pad", sites="knee"),
    _named(
        r"sciatic\w*|radiculo\w*|spondyl\w*|stenosis|scolio\w*|ddd|lumbago",
        sites="low_back",
        history="low_back_pain",
    ),
    _named(
        r"(?:lumbar |bulging |slipped |herniat\w* )?dis[ck]s?(?: \w*(?:hern|prot|deg|bulg|prol|slip)\w*)?"
        r"|bulging dis[ck]s?",
        sites="low_back",
        history="low_back_pain",
    ),
    _named(r"tarsal tunnel|sinus tarsi|posterior impinge\w*|os trigonum|pttd", sites="ankle"),
    _named(
        r"gtps|greater troch\w*|piriform\w*|deep glut\w*|fai|femoro ?acetab\w*|trend\w*burg|snapping hip"
        r"|perthes",
        sites="hip",
    ),
    _named(r"inversion (?:sprain|injur\w*)", sites="ankle", kind="sprain"),
    _named(r"haglunds?\w*", sites="achilles"),
    _named(r"severs", sites="foot"),
    _named(r"athletic pubalgia|osteitis pubis|sports? hernias?|sportsmans?", sites="groin"),
    _named(
        r"(?:(?:torn|injured|bad) )?(?:menisc\w*|acl|pcl|mcl|lcl|mpfl|cruciate)",
        sites="knee",
        history="meniscus_or_ligament_injury",
    ),
    _named(r"dislocat\w*|sublux\w*", history="meniscus_or_ligament_injury", signs="giving_way"),
    _named(r"compartment(?:al)? ?syn\w*|exertional comp\w*|cecs|comp(?:art)? synd\w*", signs="compartment_syndrome"),
    _named(
        r"(?<!medial )(?<!lateral )(?<!femoral )compartments?"
        r"(?! (?:oa|osteo\w*|arthr\w*|degen\w*|of (?:the )?knee|knee))",
        signs="compartment_syndrome",
    ),
)

SIGNS = (
    _named(r"(?<!bone )(?<!marrow )(?:swollen|swelling|swells|o?edema|effusion)", signs="swelling", kind="swelling"),
    _named(r"lock(?:ing|s|ed)", signs="locking"),
    _named(r"giv(?:ing|es|e) (?:way|out)|gave (?:way|out)|buckl\w*", signs="giving_way"),
    _named(r"night pain|pain at night|painful at night", signs="night_pain"),
    _named(r"rest(?:ing)? pain|pain at rest", signs="rest_pain"),
    _named(r"focal (?:bone|bony) pain|bon[ey] (?:pain|tender\w*)|point tender\w*", signs="focal_bone_pain"),
    _named(
        r"(?:unable|cannot|cant|not able|inability) to (?:bear weight|weight ?bear|walk)|non weight ?bearing"
        r"|nwb",
        signs="unable_to_bear_weight",
    ),
    _named(r"numb|numbness|tingl\w*|pins and needles|para?esthesia\w*|foot drop", signs="numbness"),
    _named(r"dvt|thrombos\w*|blood clots?", signs="calf_swelling"),
    _named(r"chest pains?", signs="chest_pain"),
    _named(r"fainting|syncop\w*|passing out|passed out", signs="fainting"),
    _named(r"rhabdo\w*|dark urine", signs="dark_urine"),
    _named(r"cauda equina|incontinen\w*", signs="bladder_or_bowel_change"),
)

_JOINT = r"hips?|knees?|ankles?|joints?|total|partial|shoulders?"
_REPAIRED = r"acl|pcl|mcl|lcl|menisc\w*|labr\w*|ligam\w*|tend\w*|cuff|achilles|hernia|cartilage"

CONDITIONS = (
    _named(
        r"osteo ?art\w*|oa|(?<!rheumatoid )arthrit\w*|arthros[ie]s|djd|degenerative joint\w*|bone on bone|gonarth\w*"
        r"|coxarth\w*",
        conditions="osteoarthritis",
    ),
    _named(
        rf"(?:{_JOINT}) (?:joint )?replace\w*|replaced (?:{_JOINT})|arthroplast\w*|resurfac\w*",
        conditions="joint_replacement",
    ),
    _named(r"thr|tha", sites="hip", conditions="joint_replacement"),
    _named(r"tkr|tka", sites="knee", conditions="joint_replacement"),
    _named(
        r"surg(?:ery|eries|ical\w*)|post ?op\w*|operat(?:ion|ions|ed)(?: on)?|arthroscop\w*|scoped|orif"
        r"|discect\w*|laminect\w*",
        conditions="recent_surgery",
        kind="surgery",
    ),
    _named(
        rf"reconstruct\w*|(?:{_REPAIRED}) repair\w*|repair\w* (?:of |(?:{_REPAIRED}))|aclr|fasciotomy",
        conditions="recent_surgery",
        kind="surgery",
    ),
    _named(
        r"(?:spinal|lumbar|ankle|joint|disc) fusion|osteotomy|debridement|microdis\w*|bunionect\w*"
        r"|(?:knee|hip|ankle) scope",
        conditions="recent_surgery",
        kind="surgery",
    ),
    _named(
        r"meniscect\w*",
        sites="knee",
        history="meniscus_or_ligament_injury",
        conditions="recent_surgery",
        kind="surgery",
    ),
    _named(r"osteoporo\w*|osteopeni\w*", conditions="osteoporosis"),
    _named(r"pregnan\w*|prenatal", conditions="pregnancy"),
    _named(r"post ?partum|post ?natal", conditions="postpartum"),
    _named(
        r"heart (?:condition|disease|attack|failure|problem|surgery)\w*"
        r"|cardiac (?:rehab|condition|disease|arrest|event)\w*|arr?h?ythmia|a ?fib",
        conditions="heart_condition",
    ),
    _named(
        r"amenorr\w*|red s|reds|female athlete triad|low energy availability",
        conditions="low_energy_or_missed_periods",
    ),
)

OUTSIDE = _whole(
    r"(?<!femoral )(?<!hip )(?<!fem )neck(?! of fem)|cervical|shoulders?|elbows?|wrists?|hands?|arms?"
    r"|thorac\w*|upper back|mid back|ribs?|abdom\w*"
    r"|rotator|head|concuss\w*"
    r"|fibromyal\w*|rheumatoid|lupus|gout|diabet\w*|asthma|multiple sclerosis|cancer|ehlers\w*|whiplash"
    r"|scapula\w*|clavicle"
)
TERMS = (*PLACES, *TISSUES, *KINDS, *INJURIES, *SIGNS, *CONDITIONS)

JOINT_ROOM = {"hip": _names("hip groin"), "ankle": _names("ankle achilles")}
"""What lies at a joint beside itself: "Ankle" with "achilles tendonitis" is one complaint, at the Achilles tendon."""

HISTORY_AT = {
    ("strain", "calf"): "calf_strain",
    ("strain", "hamstring"): "hamstring_strain",
    ("sprain", "ankle"): "ankle_sprain",
    ("sprain", "knee"): "meniscus_or_ligament_injury",
    ("fasciitis", "foot"): "plantar_fasciitis",
    ("pf", "foot"): "plantar_fasciitis",
    ("pf", "knee"): "runners_knee",
    ("tendinitis", "achilles"): "achilles_tendinitis",
    ("tear", "calf"): "calf_strain",
    ("tear", "hamstring"): "hamstring_strain",
    ("tear", "achilles"): "achilles_tendinitis",
    ("rupture", "calf"): "calf_strain",
    ("rupture", "hamstring"): "hamstring_strain",
    ("rupture", "achilles"): "achilles_tendinitis",
}
TORN_TISSUE = {"ligament": "ligament_tear", "tendon": "tendon_rupture", "muscle": "tendon_rupture"}
TORN_PLACE = {
    **dict.fromkeys(("knee", "ankle", "hip", "low_back", "foot"), "ligament_tear"),
    **dict.fromkeys(("shin", "calf", "achilles", "hamstring", "quadriceps", "groin", "it_band"), "tendon_rupture"),
}
BOTH_TORN = _names("ligament_tear tendon_rupture")

PLACEHOLDER = re.compile(
    r"(?:other|others|fill in\b.*|specify|see (?:below|notes?)|unspecified|unknown|undiagnosed"
    r"|misc\w*|tbd|unsure|not sure|dont know)[ .:]*"
)
NO_INJURY = re.compile(
    r"(?:(?:no|non|not|none|without|zero|un|never)(?: (?:current|known|recent|present|any|specific|lower|limb))* ?"
    r"(?:injur\w*|pains?|issues?|problems?|complaints?|symptoms?)?|nil|healthy|asymptomatic"
    r"|(?:injury|pain) free|uninjured|control)"
    r"(?: (?:currently|now|at present|at the moment|at this time|reported|present))?"
)

_DENIAL = r"(?:no(?! longer)|not|nor|without|denies|negative for|free of|ruled out|rules out|excludes|excluded)"
_BETWEEN = (
    r"(?: (?:an?|any|the|evidence|signs?|indication|of|for|known|actual|had|have|having|been|diagnosed with"
    rf"|stress|bone|ligament|muscle|tendon|hair ?line|acl|mcl|pcl|lcl|menisc\w*|labr\w*|current|{_BONES}"
    r"|knee|hip|ankle|foot|calf"
    rf"|achilles)){{0,6}}?"
)
_GRAVE = (
    r"(?:(?:stress )?(?:fract\w*|fx|frx|reaction)|tears?|torn|ruptur\w*|compartment(?: synd\w*)?|avulsion|dvt"
    r"|swelling|swollen|effusion|locking|giving way|numbness|tingling|surgery|osteo ?arthritis|arthritis"
    r"|injur\w*|sprain|strain"
    r"|symptoms?|issues?|night pain)"
)
_LIST = rf"{_GRAVE}(?:(?: or| nor| /){_BETWEEN} {_GRAVE}){{0,6}}"
DENIED = re.compile(
    rf"\b(?<!not )(?<!cannot )(?<!cant ){_DENIAL}(?! sure| healed| resolved){_BETWEEN} {_LIST}\b"
    rf"|\b{_LIST} (?:was |were |is |has been |have been )?(?:ruled out|excluded|negative)\b"
)
PAST = re.compile(
    r"\b(?:history|hx|previous(?:ly)?|prior|past(?! \w+ (?:years?|yrs?))|(?<!years )(?<!year )(?<!yr )old|former(?:ly)?"
    r"|healed|resolved|recovered|(?:years?|yrs?|y) ago|as a (?:child|kid|teen\w*)"
    r"|in (?:childhood|high school|university|college)|childhood|long ago|used to|19\d\d|200[0-7])\b"
)
NOW = re.compile(
    r"\b(?:still|again|current\w*|ongoing|recurr\w*|healing|recovering|non ?union|now"
    r"|re ?(?:injur|ruptur|fractur|tor|tear)\w*|recent\w*|new"
    r"|flar\w*|acute|partly|partially|not (?:yet |fully |completely )*(?:healed|resolved|recovered)"
    r"|months?|weeks?|days?)\b"
)
HINDERED = re.compile(
    r"\b(?:due to|do to|because of|since|recovering from|cannot|cant|unable|not able).*\b(?:pains?|injur\w+)\b"
)
"""Among sports: they cannot be done for an injury, whichever it is."""
CLAUSE = re.compile(r"[,;.\n:]+|\b(?:but|currently|presently)\b")

ABBREVIATIONS = (
    (re.compile(r"\b([a-z])\.([a-z])\.(?:([a-z])\.)?"), r"\1\2\3 "),
    (re.compile(r"\bpatel\w*\W+(?=fem)"), "patello"),
    (re.compile(r"\bil+i?o?\W+(?=tib)"), "ilio"),
    (re.compile(r"\br ?/ ?o\b"), " rule out "),
    (re.compile(r"\bh ?/ ?o\b"), " history of "),
    (re.compile(r"\bs ?/ ?p\b"), " post "),
    (re.compile(r"\bw ?/ ?o\b"), " without "),
    (re.compile(r"\bw ?/ ?"), " with "),
    (re.compile(r"(?<=stress)\s*#"), " fracture "),
    (re.compile(r"#\s*(?=(?:tib|fib|fem|met|mt|navic|pelv|sacr|calc|ankle|foot|leg|toe|hip|nof)\w*)"), " fracture "),
)

KNOWN = _names("""
    achilles tendonitis tendinitis tendinopathy tendinosis tendonosis tendon fasciitis fascitis plantar fascia
    syndrome patellofemoral patellar patella iliotibial ilotibial illiotibial hamstring hamstrings quadriceps adductor
    adductors piriformis gluteus gluteal gluteals glutes trochanteric bursitis friction osteoarthritis arthritis
    chondromalacia meniscus meniscal menisci labrum labral ligament ligaments cartilage fracture fractures fractured
    fracturing reaction stress rupture ruptured ruptures compartment avulsion metatarsal metatarsals metatarsalgia
    navicular calcaneus calcaneal sesamoiditis sesamoid sacroiliac sacral lumbar pelvic pelvis femoral femur tibial
    tibia tibialis fibula posterior anterior peroneal peroneus muscle muscles strain strained sprain sprained splints
    splint medial lateral sciatica spondylolisthesis spondylolysis herniation herniated protrusion degeneration
    degenerative neuroma mortons osgood schlatter replacement reconstruction surgery flexor flexors gastrocnemius
    soleus groin ankle tendons runners jumpers dislocation dislocated dislocate subluxation subluxed impingement
    swelling numbness periostitis hallux valgus bunion inflammation inflamed injury injured injuries cruciate
    collateral exertional iliopsoas psoas bilateral fibromyalgia dysfunction chronic painful torn calf knee
""")
GRAVE_WORDS = _names("fracture fractures fractured rupture ruptured compartment avulsion")
ORDINARY = _names("""
    train trains trained training trainer trail trails trial brain sprint sprints sprinter strait restrain fraction
    fractions feature features factor factory lecture capture culture picture future posture structure station
    stationary national rational creation recreation recreational action actions function functional apartment
    department competent muscular anyone ankles bikes surge surfing nursery fissure pressure measure leisure mature
    nature texture mixture manual annual labour labor label lateral later medical media median pelvis paint painting
    paintball planting planar growing strand strange strains stressed stressful stretch stretching syndrome symptom
    symptoms control patrol lumber lumberjack number numbers finger singer ginger runner running jumper jumping jumps
    shins grown group gluten flexible flexibility reflex temporal perineal peripheral tensor tender tendency render
""")
"""Words that look like a misspelt injury and are none."""

FILLERS = _names("""
    left right both bilateral bilat side sides sided mild moderate severe chronic acute recurrent recurring ongoing
    current currently sub the of a an in on at to and or with from due after during when while my his her is was has
    had have been since possible possibly probable probably suspected suspect query rule ruled out likely maybe may
    might potential poss diagnosed diagnosis dx issue issues problem problems symptom symptoms condition conditions
    syndrome syndromes synd disorder disease dysfunction medial lateral anterior posterior upper lower proximal distal
    inner outer inside outside internal external front middle mid central deep superficial superior inferior grade
    degree first second third partial complete full thickness small minor major slight slightly year years yr yrs
    month months mos week weeks wk wks day days ago area region general generalized generalised run runs runner
    running no not longer any post pre history hx previous previously prior past old former healed resolved recovered
    recovering healing still again new recent stress bone bony nerve tissue soft joint joints tendon muscle muscles
    ligament leg legs insertion insertional high low flexor extensor friction overuse related as for but also some
    specific nonspecific idiopathic type i ii iii iv he she it which that there unable cannot cant able level head
    valgus varus rigidus limitus schlatter schlatters neck body dull sharp mostly mainly only bi unilateral sprain
    multiple repetitive traumatic other others unknown unspecified undiagnosed by following secondary primary evidence
    sign signs xray ray mri scan ultrasound bulge bulging protrusion degenerative narrowing alignment cause causing
    feels feel marrow surface late early onset adult acquired exertional greater lesser long short distance hill hills
    downhill uphill this last exercise activity walking sitting standing stairs more less than very bit little around
    under over near behind above below between exclude med vs total vein medius minimus maximus plateau tuberosity
    compartment femoris brevis longus trauma physio rehab treated treatment patient sometimes occasional occasionally
    intermittent persistent constant about mm cm line root roots
""")


@dataclass(frozen=True)
class Joint:
    """The place that stands in a column of its own, and what lies inside of it."""

    sites: Names = NONE
    room: Names = NONE


NOWHERE = Joint()


@dataclass(frozen=True)
class Reading:
    """What a text says: of now, of the past, and the words that stayed unread."""

    now: Findings = NOTHING
    past: Findings = NOTHING
    harmed: bool = False
    denied: bool = False
    unspecified: bool = False
    outside: tuple[str, ...] = ()
    unread: tuple[str, ...] = field(default=())


LONGEST = 2_000
"""Longer texts are read up to here, and beyond only around the words that may be grave."""
_STEMS = re.compile(r"fra[cx]|frx|ruptur|torn|\btear|stress|compart|avuls|broke", re.IGNORECASE)
_MOST_STEMS = 40


def shortened(text: str) -> str:
    """Cut a text of unreasonable length down to its beginning and whatever further on may be grave."""
    if len(text) <= LONGEST:
        return text
    grave = islice(_STEMS.finditer(text, LONGEST), _MOST_STEMS)
    return "\n".join([text[:LONGEST], *(text[hit.start() - 60 : hit.end() + 60] for hit in grave)])


def normalised(text: str, known: Names = KNOWN) -> str:
    """Write a text in the one way that the tables know: lower case, abbreviations and misspellings undone."""
    plain = unicodedata.normalize("NFKD", shortened(text)).casefold()
    plain = "".join(
        c for c in plain if not unicodedata.combining(c) and (c.isspace() or unicodedata.category(c)[0] != "C")
    )
    plain = re.sub(r"['`\u00b4\u2018\u2019]", "", plain)
    plain = re.sub(r"-+(?=\s)|(?<=\s)-+|[\u2013\u2014]", " , ", plain)
    for pattern, meaning in ABBREVIATIONS:
        plain = pattern.sub(meaning, plain)
    plain = re.sub(r"[^a-z0-9/,;.:\n]+", " ", plain.replace("&", " and ").replace("+", " and "))
    plain = re.sub(r"(?<=\d)\.(?=\d)", " ", plain).replace("/", " / ")
    plain = re.sub(r"(?<=[a-z]{3})(?=fractur|ruptur|compartment|reaction)", " ", plain)
    plain = re.sub(r"[a-z]+", lambda word: corrected(word[0], known), plain)
    return re.sub(r" *\n\s*", "\n", re.sub(r"[ \t]+", " ", plain)).strip(" ,;.:\n")


@lru_cache(maxsize=10_000)
def corrected(word: str, known: Names = KNOWN) -> str:
    """Return the known word that `word` is a misspelling of, or `word` itself."""
    ordinary = word in KNOWN or word in ORDINARY or word in FILLERS
    if ordinary or not 5 <= len(word) <= 24 or any(term.pattern.fullmatch(word) for term in TERMS):  # noqa: PLR2004
        return word
    near = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.8)
    if near and near[0][0] == word[0]:
        return near[0]
    return next(iter(difflib.get_close_matches(word, sorted(GRAVE_WORDS), n=1, cutoff=0.85)), word)


def read(text: str, joint: Joint = NOWHERE, *, casual: bool = False) -> Reading:
    """Read what `text` says of injuries, at `joint` where it names no place of its own.

    A `casual` text is not about injuries (a list of sports): there, only what is clearly an injury counts, and a word
    that was not understood is no loss.
    """
    plain = normalised(text, GRAVE_WORDS if casual else KNOWN)
    if _says_none(plain):
        return Reading(denied=True)
    if PLACEHOLDER.fullmatch(plain):
        return Reading(unspecified=True)
    told = DENIED.sub(" , ", plain)
    now, past, harmed = NOTHING, NOTHING, False
    for clause in filter(None, map(str.strip, CLAUSE.split(told))):
        found = _matched(clause)
        if not found:
            continue
        findings = _findings(found, joint)
        if casual and not _clear(findings, found):
            harmed = harmed or bool(HINDERED.search(clause))
            continue
        if PAST.search(clause) and not NOW.search(clause):
            past |= findings
        else:
            now |= findings
            harmed = harmed or any(term.harm for term in found)
    outside = tuple(dict.fromkeys(match[0] for match in OUTSIDE.finditer(told)))
    return Reading(now, past, harmed, outside=outside, unread=() if casual else tuple(_unread(told)))


def read_joint(text: str) -> Joint:
    """Read the sites that the name of a joint or a region stands for."""
    plain = normalised(text)
    found = [term for term in PLACES if term.pattern.search(plain)]
    sites: Names = NONE.union(*(term.findings.sites for term in found))
    room = sites.union(*(term.room for term in found), *(JOINT_ROOM.get(site, NONE) for site in sites))
    return Joint(sites, room)


def _says_none(plain: str) -> bool:
    parts = [part for part in re.split(r"[,;/.\n]+| and ", plain) if part.strip()]
    return bool(parts) and all(NO_INJURY.fullmatch(part.strip()) for part in parts)


def _matched(clause: str) -> tuple[Term, ...]:
    return tuple(term for term in TERMS if term.pattern.search(clause))


def _findings(found: tuple[Term, ...], joint: Joint) -> Findings:
    """Put together what the terms of one clause mean with each other and with the joint."""
    sites = _sites(found, joint)
    kinds = {term.kind for term in found if term.kind}
    tissues = {term.tissue for term in found if term.tissue}
    named = NOTHING
    for term in found:
        named |= term.findings
    history = {name for (kind, site), name in HISTORY_AT.items() if kind in kinds and site in sites}
    if "low_back" in sites:
        history.add("low_back_pain")
    signs = _signs(kinds, tissues, sites)
    if "fracture" in signs:
        history.add("bone_stress_injury")
    if "ligament_tear" in signs:
        history.add("meniscus_or_ligament_injury")
    return Findings(sites, named.history | history, named.signs | signs, named.conditions)


def _sites(found: tuple[Term, ...], joint: Joint) -> Names:
    precise: Names = NONE.union(*(term.findings.sites for term in found if not term.room))
    vague = [Joint(term.findings.sites, term.room) for term in found if term.room]
    places = [*vague, joint]
    return precise.union(*(place.sites for place in places if not precise & place.room))


def _signs(kinds: set[str], tissues: set[str], sites: Names) -> Names:
    """Tell which grave signs the kinds of injury in one clause are."""
    signs: set[str] = set()
    if kinds & {"fracture", "avulsion"}:
        signs.add("fracture")
    if "avulsion" in kinds:
        signs |= {TORN_TISSUE[tissue] for tissue in tissues & TORN_TISSUE.keys()}
    if "swelling" in kinds and "calf" in sites and "shin" not in sites:
        signs.add("calf_swelling")
    bare_inner = "inner" in tissues and kinds <= {"named", "pain"}
    complete = "complete" in kinds and kinds & {"sprain", "strain"}
    if kinds & {"tear", "rupture"} or complete or bare_inner:
        signs |= _torn(tissues, sites, ruptured="rupture" in kinds)
    return frozenset(signs)


def _torn(tissues: set[str], sites: Names, *, ruptured: bool) -> Names:
    by_tissue = {TORN_TISSUE[tissue] for tissue in tissues & TORN_TISSUE.keys()}
    if by_tissue:
        return frozenset(by_tissue)
    return BOTH_TORN if ruptured or not sites else frozenset(TORN_PLACE[site] for site in sites)


def _clear(findings: Findings, found: tuple[Term, ...]) -> bool:
    """Tell whether a clause among sports is about an injury, and not only about a part of the body."""
    named = findings.history or findings.signs or findings.conditions
    return bool(named) or bool(findings.sites and any(term.harm for term in found))


def _unread(told: str) -> Iterator[str]:
    """Yield the words that no term, no filler and no part of the grammar accounts for."""
    spans = [match.span() for match in _all_matches(told)]
    for word in re.finditer(r"\b[a-z]{2,}\b", told):
        covered = any(start <= word.start() and word.end() <= end for start, end in spans)
        if not covered and word[0] not in FILLERS:
            yield word[0]


def _all_matches(told: str) -> Iterable[re.Match[str]]:
    patterns = (*(term.pattern for term in TERMS), OUTSIDE, PAST, NOW)
    return (match for pattern in patterns for match in pattern.finditer(told))
