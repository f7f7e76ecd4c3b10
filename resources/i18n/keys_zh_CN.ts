<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>keys</name>
    <message>
        <source>On this page</source>
        <translation>本页</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>所有页面</translation>
    </message>
    <message>
        <source>Turn to a page</source>
        <translation>打开页面</translation>
    </message>
    <message>
        <source>Lock the till</source>
        <translation>锁定收银台</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>These keys</source>
        <translation>这些按键</translation>
    </message>
    <message>
        <source>The filled button</source>
        <translation>按主要的键</translation>
    </message>
    <message>
        <source>A step back, or stop</source>
        <translation>返回，或停止</translation>
    </message>
    <message>
        <source>Up and down the list</source>
        <translation>在列表中上下移动</translation>
    </message>
    <message>
        <source>Receipt once more</source>
        <translation>再打印收据</translation>
    </message>
    <message>
        <source>The amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Two zeros</source>
        <translation>两个零</translation>
    </message>
    <message>
        <source>Decimal sign</source>
        <translation>小数点</translation>
    </message>
    <message>
        <source>Keep it, add the next</source>
        <translation>保留，再加一笔</translation>
    </message>
    <message>
        <source>Take a figure back</source>
        <translation>退格</translation>
    </message>
    <message>
        <source>Empty the amount</source>
        <translation>清空金额</translation>
    </message>
    <message>
        <source>Quick amounts</source>
        <translation>常用金额</translation>
    </message>
    <message>
        <source>A visit without payment</source>
        <translation>到店，不付款</translation>
    </message>
    <message>
        <source>Waiting: pay with points</source>
        <translation>等待时：用积分</translation>
    </message>
    <message>
        <source>Points: all that help</source>
        <translation>积分：全部使用</translation>
    </message>
    <message>
        <source>Points: none</source>
        <translation>积分：不用</translation>
    </message>
    <message>
        <source>Refused: another code</source>
        <translation>未收：换付款码</translation>
    </message>
    <message>
        <source>Paid: the receipt</source>
        <translation>已收：收据</translation>
    </message>
    <message>
        <source>Paid: no receipt</source>
        <translation>已收：不要收据</translation>
    </message>
</context>
</TS>
