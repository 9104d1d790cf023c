using System.IO.Compression;
using System.Text;

namespace Ledger.Api.Tests.Pages;

/// <summary>A workbook of one sheet as spreadsheets write it: style 1 is a day, style 2 shows leading zeros.</summary>
internal static class SimpleWorkbook
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Packages = "http://schemas.openxmlformats.org/package/2006/relationships";

    private static readonly (string Name, string Content)[] Fixed =
    [
        ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"),
        ("_rels/.rels", RelationsOf(("officeDocument", "xl/workbook.xml"))),
        ("xl/workbook.xml",
            $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Relations}\"><sheets><sheet name=\"March\" sheetId=\"1\" r:id=\"r0\"/></sheets>"
            + "</workbook>"),
        ("xl/_rels/workbook.xml.rels", RelationsOf(("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"))),
        ("xl/styles.xml",
            $"<styleSheet xmlns=\"{Main}\"><numFmts count=\"1\"><numFmt numFmtId=\"165\" formatCode=\"0000000\"/></numFmts>"
            + "<cellXfs count=\"3\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"165\"/></cellXfs></styleSheet>"),
    ];

    /// <param name="rows">Rows of cells, as SpreadsheetML.</param>
    public static byte[] Of(string rows)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in Fixed.Append(
                ("xl/worksheets/sheet1.xml", $"<worksheet xmlns=\"{Main}\"><sheetData>{rows}</sheetData></worksheet>")))
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + content));
            }

        return file.ToArray();
    }

    /// <summary>A cell that holds a text.</summary>
    public static string Text(string text) => $"<c t=\"inlineStr\"><is><t>{text}</t></is></c>";

    private static string RelationsOf(params (string Type, string Target)[] to) => $"<Relationships xmlns=\"{Packages}\">"
        + string.Concat(to.Select((each, at) => $"<Relationship Id=\"r{at}\" Type=\"{Relations}/{each.Type}\" Target=\"{each.Target}\"/>"))
        + "</Relationships>";
}
