namespace Ledger.Rules.Explanations;

/// <summary>What somebody who is to explain a finding can check. One sentence each, one thing to do.</summary>
internal static class Steps
{
    public static readonly Words WaitUntil = new(
        "Late records may well explain it until {0}.", "Des enregistrements tardifs peuvent encore l’expliquer jusqu’au {0}.");

    public static readonly Words TryTheseTags = new(
        "Look whether one of these tags was meant, which were never used: {0}.",
        "Regardez si l’une de ces étiquettes, jamais utilisées, était visée : {0}.");

    public static readonly Words AskRecorders = new(
        "Ask those who recorded it for their sheets.", "Demandez leurs fiches à ceux qui ont fait les enregistrements.");

    public static readonly Words CompareTagNumber = new(
        "Compare the tag’s number on the bag, on the sheet and in the record.",
        "Comparez le numéro de l’étiquette sur le sac, sur la fiche et dans l’enregistrement.");

    public static readonly Words LookAtBags = new(
        "Look at the bags themselves where they still are.", "Allez voir les sacs eux-mêmes s’ils sont encore là.");

    public static readonly Words CheckTagRegister = new(
        "Check that the register of tags is up to date: what was issued, assigned and returned.",
        "Vérifiez que le registre des étiquettes est à jour : émissions, affectations et retours.");

    public static readonly Words LookForApproval = new(
        "Look for an approval of tags that is not entered yet.", "Cherchez un accord d’étiquettes qui ne serait pas encore inscrit.");

    public static readonly Words CountTagsTogether = new(
        "Count the box again with both key holders, and enter tags that are void, lost or returned.",
        "Recomptez la boîte avec les deux détenteurs de clé, et inscrivez les étiquettes nulles, perdues ou rendues.");

    public static readonly Words AskAgentOfSite = new(
        "Ask the agent of the site how bags were tagged that day.",
        "Demandez à l’agent du site comment les sacs ont été étiquetés ce jour-là.");

    public static readonly Words VisitSite = new(
        "Plan a visit to the site if nothing of this explains it.", "Prévoyez une visite du site si rien de cela ne l’explique.");

    public static readonly Words CheckSiteRegister = new(
        "Check the site in the register: its minerals, position and status.",
        "Vérifiez le site dans le registre : ses minerais, sa position et son statut.");

    public static readonly Words CheckStatusDates = new(
        "Check from when to when the status or suspension held, and when those concerned were told.",
        "Vérifiez de quand à quand le statut ou la suspension a valu, et quand les intéressés ont été avertis.");

    public static readonly Words CompareDates = new(
        "Compare the dates on the sheets with the records.", "Comparez les dates des fiches avec les enregistrements.");

    public static readonly Words CompareMasses = new(
        "Compare the masses with the sheets: decimal point, swapped digits, gross for net.",
        "Comparez les masses avec les fiches : virgule, chiffres inversés, brut pour net.");

    public static readonly Words WeighAgain = new(
        "Weigh the lot again on a scale with a valid calibration, if it is still whole.",
        "Pesez de nouveau le lot sur une balance à l’étalonnage valable, s’il est encore entier.");

    public static readonly Words CheckScales = new(
        "Look at the last calibration and check weighing of the scales.",
        "Regardez le dernier étalonnage et la dernière pesée de contrôle des balances.");

    public static readonly Words CheckScaleAgain = new(
        "Check the scale again with a known mass.", "Contrôlez de nouveau la balance avec une masse connue.");

    public static readonly Words RecordCalibration = new(
        "Ask the scale’s owner for the calibration certificate and have it recorded.",
        "Demandez au propriétaire de la balance le certificat d’étalonnage et faites-le enregistrer.");

    public static readonly Words AskHolderForSheets = new(
        "Ask the holder for sheets of the run that are not posted yet.",
        "Demandez au détenteur les fiches du traitement qui ne sont pas encore transmises.");

    public static readonly Words CountHeaps = new(
        "Have the holder’s heaps weighed, and compare them with the last count.",
        "Faites peser les tas du détenteur, et comparez-les au dernier inventaire.");

    public static readonly Words AskAboutMoisture = new(
        "Ask whether moisture was measured, and when.", "Demandez si l’humidité a été mesurée, et quand.");

    public static readonly Words CompareLotNumbers = new(
        "Compare the lot numbers on the sheets of the runs.", "Comparez les numéros de lot sur les fiches des traitements.");

    public static readonly Words AskHolderOfLot = new(
        "Ask who held the lot then, and have the receipt posted.",
        "Demandez qui détenait le lot à ce moment-là, et faites transmettre la réception.");

    public static readonly Words AskOtherSide = new(
        "Ask the side whose record is missing; a countersigned sheet is enough.",
        "Demandez à la partie dont l’enregistrement manque ; une fiche contresignée suffit.");

    public static readonly Words AskCarrier = new(
        "Ask the carrier and the consignee where the lots are.", "Demandez au transporteur et au destinataire où sont les lots.");

    public static readonly Words LookAtCertificate = new(
        "Look at the certificate itself.", "Regardez le certificat lui-même.");

    public static readonly Words AskAuthority = new(
        "Ask the authority that issued it what its own list says.", "Demandez à l’autorité émettrice ce que dit sa propre liste.");

    public static readonly Words AskWhereFound = new(
        "Ask where the mineral lay and which run it belongs to.",
        "Demandez où se trouvait le minerai et à quel traitement il se rattache.");

    public static readonly Words HaveSheetsTyped = new(
        "Have the missing sheets typed in, or recorded as void.", "Faites saisir les fiches manquantes, ou enregistrer leur annulation.");

    public static readonly Words HaveDeviceSend = new(
        "Have the device send what it still holds.", "Faites transmettre par l’appareil ce qu’il garde encore.");

    public static readonly Words AskWhyLate = new(
        "Ask why those days came late, and whether the sheets were written on the day.",
        "Demandez pourquoi ces journées sont arrivées tard, et si les fiches ont été écrites le jour même.");

    public static readonly Words CompareVersions = new(
        "Compare the sheet with the record before and after the correction.",
        "Comparez la fiche avec l’enregistrement avant et après la correction.");

    public static readonly Words AskCorrector = new(
        "Ask who corrected it which record was meant.", "Demandez à l’auteur de la correction quel enregistrement il visait.");

    public static readonly Words CompareSuppliers = new(
        "Compare with what the holder’s suppliers and buyers recorded in the same months.",
        "Comparez avec ce que les fournisseurs et les acheteurs du détenteur ont enregistré ces mêmes mois.");

    public static readonly Words CompareGrades = new(
        "Compare the grades with the laboratory’s reports, and have a kept sample analysed again.",
        "Comparez les teneurs avec les rapports du laboratoire, et faites réanalyser un échantillon conservé.");

    public static readonly Words AskHowWeighed = new(
        "Ask how the receipts were weighed, by whom and on which scale.",
        "Demandez comment les réceptions ont été pesées, par qui et sur quelle balance.");

    public static readonly Words CompareOutline = new(
        "Compare the site’s position with the outline of the area on a map.",
        "Comparez sur une carte la position du site et le contour de l’aire.");

    public static readonly Words AskForUmpire = new(
        "Ask whether an umpire’s sample was taken, and what it gave.",
        "Demandez si un échantillon d’arbitrage a été pris, et ce qu’il a donné.");

    public static readonly Words AskWhoCarried = new(
        "Ask whose device it was that day, and whether sheets were typed on it.",
        "Demandez qui avait l’appareil ce jour-là, et s’il a servi à saisir des fiches.");

    public static readonly Words LookIntoIncident = new(
        "Look at the finding that flagged it and at what was answered, and see who is to take it on.",
        "Regardez le constat qui l’a signalé et les réponses reçues, et voyez qui doit s’en charger.");

    public static readonly Words AskAboutPeople = new(
        "Ask how many people dug there that month, and on how many days.",
        "Demandez combien de personnes y ont creusé ce mois-là, et combien de jours.");

    public static readonly Words CheckBaseline = new(
        "Check whether the approved baseline and number of miners are up to date.",
        "Vérifiez si la production de référence et le nombre de creuseurs approuvés sont à jour.");
}
