<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>shift</name>
    <message>
        <source>Shifts</source>
        <translation>班次</translation>
    </message>
    <message>
        <source>Cash in and out</source>
        <translation>现金出入</translation>
    </message>
    <message>
        <source>Shift {number}</source>
        <translation>第 {number} 班</translation>
    </message>
    <message>
        <source>No shift is open</source>
        <translation>没有开班</translation>
    </message>
    <message>
        <source>Count what lies in the drawer to give change from, and open.</source>
        <translation>先点好钱箱里的备用金，再开班。</translation>
    </message>
    <message>
        <source>Since the last shift {amount_minor} moved in cash with no shift open. Count what lies in the drawer into the float; the reports name this apart.</source>
        <translation>上一班次之后，未开班期间现金变动 {amount_minor}。请把钱箱里的现金点入备用金；报告会单独列出。</translation>
    </message>
    <message>
        <source>{who} opened it on {day} at {clock} with {float_minor}.</source>
        <translation>{who} 于 {day} {clock} 开班，备用金 {float_minor}。</translation>
    </message>
    <message>
        <source>Key how many there are of each. Enter goes on to the next.</source>
        <translation>输入每种的数量。按 Enter 到下一项。</translation>
    </message>
    <message>
        <source>Cash in</source>
        <translation>放入</translation>
    </message>
    <message>
        <source>Cash out</source>
        <translation>取出</translation>
    </message>
    <message>
        <source>The rest</source>
        <translation>其余</translation>
    </message>
    <message>
        <source>How many of {value}</source>
        <translation>{value} 的数量</translation>
    </message>
    <message>
        <source>Asking the platform…</source>
        <translation>正在询问平台…</translation>
    </message>
    <message>
        <source>Open the shift</source>
        <translation>开班</translation>
    </message>
    <message>
        <source>Count and close</source>
        <translation>清点交班</translation>
    </message>
    <message>
        <source>Note it</source>
        <translation>记下</translation>
    </message>
    <message>
        <source>That is all</source>
        <translation>点完了</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Keep the reason</source>
        <translation>保存原因</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>以后再说</translation>
    </message>
    <message>
        <source>Cash in or out</source>
        <translation>现金出入</translation>
    </message>
    <message>
        <source>X report</source>
        <translation>X 报告</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>Close with {counted_minor} counted?</source>
        <translation>实点 {counted_minor}，要交班吗？</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>交班</translation>
    </message>
    <message>
        <source>X report {number}</source>
        <translation>X 报告 {number}</translation>
    </message>
    <message>
        <source>Z report {number}</source>
        <translation>Z 报告 {number}</translation>
    </message>
    <message>
        <source>The count differed. Say why, if you know: it stands on the report.</source>
        <translation>实点有差额。如知道原因请写下，会写在报告上。</translation>
    </message>
    <message>
        <source>Agrees</source>
        <translation>相符</translation>
    </message>
    <message>
        <source>{amount} over</source>
        <translation>多 {amount}</translation>
    </message>
    <message>
        <source>{amount} short</source>
        <translation>少 {amount}</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Shift {number} is open</source>
        <translation>第 {number} 班已开</translation>
    </message>
    <message>
        <source>{amount_minor} noted</source>
        <translation>已记下 {amount_minor}</translation>
    </message>
    <message>
        <source>Kept as {file}</source>
        <translation>已保存：{file}</translation>
    </message>
    <message>
        <source>{name} could not be kept</source>
        <translation>{name} 无法保存</translation>
    </message>
    <message>
        <source>Not known yet if it was done. Press again: it is never done twice.</source>
        <translation>还不知道是否成功。再按一次：不会做两次。</translation>
    </message>
</context>
</TS>
